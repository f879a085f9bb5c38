import { readFile } from 'node:fs/promises'
import { useTestDatabase } from '@duck/testing/database'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { readElement } from './read-element.ts'

const FUNCTIONS = new URL('../../../../drizzle/legacy/functions/', import.meta.url)
const database = useTestDatabase()
beforeAll(async () => {
  for (const name of ['legacy_clock', 'legacy_content', 'legacy_own_rows'])
    await database.sql.unsafe(await readFile(new URL(`${name}.sql`, FUNCTIONS), 'utf8'))
})

// Postgres keeps no U+0000 in JSON; a number that JavaScript writes with an exponent it writes without.
const text = fc.string({ unit: 'grapheme' }).map((value) => value.replaceAll('\0', ''))
const { value: json } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    text,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 4 }),
    fc.record({ type: fc.constant('text'), text }),
  ),
}))
const element = fc.record({
  role: fc.oneof(fc.constantFrom('user', 'assistant', 'system', 'human', 'tool', 'function', 'ai'), text),
  content: json,
})

test('whatever an old app kept is read as the rows that a legacy move makes of it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(element, { minLength: 1, maxLength: 50 }), async (elements) => {
      const rows = await database.sql`
        select role, content from legacy_own_rows('s', 0, ${JSON.stringify(elements)}::text::jsonb) order by place`
      expect(elements.map(readElement).map(({ role, content }) => ({ role, content }))).toEqual([...rows])
    }),
    { numRuns: 40 },
  )
})

test.each([
  [
    { role: 'user', content: 'Hi', id: 7 },
    { role: 'user', content: 'Hi', id: '7' },
  ],
  [
    { role: 'tool', content: '4', name: 'sum', tool_call_id: 'c1' },
    {
      role: 'assistant',
      content: '4',
      metadata: { legacy: { role: 'tool', name: 'sum', tool_call_id: 'c1' } },
    },
  ],
  [
    { role: 'assistant', content: null, timestamp: 5, tool_calls: [{ id: 'c1' }] },
    {
      role: 'assistant',
      content: '',
      metadata: { timestamp: 5, legacy: { content: null, tool_calls: [{ id: 'c1' }] } },
    },
  ],
  [
    { role: 'user', content: [{ type: 'text', text: 'See' }, { type: 'image', url: 'x' }, 'this'] },
    {
      role: 'user',
      content: 'See\nthis',
      metadata: {
        legacy: { content: [{ type: 'text', text: 'See' }, { type: 'image', url: 'x' }, 'this'] },
      },
    },
  ],
  [
    { role: 'user', content: 'Hi', metadata: { mood: 'good', legacy: { likes: 1 } }, edited: true },
    { role: 'user', content: 'Hi', metadata: { mood: 'good', legacy: { likes: 1, edited: true } } },
  ],
  [
    { role: 'user', content: 'Hi', metadata: ['no', 'object'] },
    { role: 'user', content: 'Hi', metadata: { legacy: { metadata: ['no', 'object'] } } },
  ],
])('what a row has no place for is kept: %j', (given, read) => {
  expect(readElement({ ...given })).toEqual({ metadata: undefined, ...read })
})

test('a message that was loaded is read as itself', () => {
  const row = {
    id: '01a21e3f-433c-755b-8038-c534f80f9dd9',
    sessionId: 's',
    messageIndex: 3,
    role: 'assistant',
    content: 'Hi',
    metadata: { mood: 'good', model: 'gpt-4' },
    parentId: null,
    movesHead: true,
    origin: 'client',
    finishReason: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:00.000Z',
  }
  expect(readElement(row)).toEqual({
    id: row.id,
    role: 'assistant',
    content: 'Hi',
    metadata: { mood: 'good' },
  })
})
