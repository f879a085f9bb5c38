import { must, uuidv7 } from '@duck/protocol'
import { beforeAll, expect, test } from 'vitest'
import { appendMessage } from '../message/append.ts'
import { listMessages } from '../message/list.ts'
import { elements, useOldApp } from './testing/old-app.ts'

// What the old app's own try at rows got wrong, each as a session that it spoiled.
const app = useOldApp()
const PARTS = [
  { type: 'text', text: 'one' },
  { type: 'image', url: 'x' },
  { type: 'text', text: 'two' },
]
const ODD = [
  { role: 'tool', content: 'result' },
  { role: 'assistant', content: null },
  { role: 'user', content: PARTS },
  { role: 'user', content: { text: 'said', lang: 'en' } },
  { content: 'no role' },
  'a bare text',
  42,
  null,
  [],
  { role: 'human', content: 7 },
]
const TIMED = [
  { role: 'user', content: 'iso', timestamp: '2024-05-01T10:00:00.123Z' },
  { role: 'assistant', content: 'zone', createdAt: '2024-02-29 10:00:00+02:00', model: 'gpt-4' },
  { role: 'user', content: 'seconds', time: 1_714_557_600 },
  { role: 'assistant', content: 'milliseconds', timestamp: 1_714_557_600_500 },
  { role: 'user', content: 'none' },
  { role: 'user', content: 'wrong', timestamp: '2024-02-31T25:00:00Z' },
]

beforeAll(async () => {
  await app.save('odd', ODD)
  await app.save('timed', TIMED)
  await app.save('some', elements('u: a', 'a: b', 'u: c'))
  await app.save('null', null)
  await app.save(
    'big',
    Array.from({ length: 5_000 }, (_, n) => ({ role: n % 2 ? 'assistant' : 'user', content: `${n}` })),
  )
  await app.save('wide', [{ role: 'user', content: 'x'.repeat(5_000_000) }])
  await app.adopt()
  await move()
})

async function move() {
  let after: string | null = ''
  while (after !== null)
    after = (await app.sql`select last_id from legacy_backfill(${after})`)[0]?.last_id ?? null
  await app.settle()
}

const list = async (sessionId: string) =>
  (await listMessages(app.db, { userId: 'local', sessionId })).messages

test('the array is as it was', async () => {
  const [row] = await app.sql`select messages from chat_sessions where id = 'odd'`
  expect(row?.messages).toEqual(ODD)
})

test('no element is dropped for its role or content, and each is kept as it was', async () => {
  const rows = await list('odd')
  expect(rows.map(({ role, content }) => `${role}: ${content}`)).toEqual(
    [
      'assistant: result',
      'assistant: ',
      'user: one\ntwo',
      'user: said',
      'assistant: no role',
      'user: a bare text',
      'assistant: 42',
      'assistant: ',
      'assistant: ',
      'assistant: 7',
    ].map((said, n) => (n === 9 ? 'user: 7' : said)),
  )
  expect(rows.map(({ metadata }) => metadata?.legacy)).toEqual(ODD)
})

test('each message has its own time and model', async () => {
  const rows = await list('timed')
  expect(rows.map(({ createdAt }) => createdAt)).toEqual([
    '2024-05-01T10:00:00.123Z',
    '2024-02-29T08:00:00.000Z',
    '2024-05-01T10:00:00.000Z',
    '2024-05-01T10:00:00.500Z',
    '2024-05-01T10:00:00.500Z',
    '2024-05-01T10:00:00.500Z',
  ])
  expect(rows[1]?.metadata).toMatchObject({ model: 'gpt-4' })
})

test('rows that are there already make it drop nothing, and moving again changes nothing', async () => {
  await appendMessage(app.db, {
    userId: 'local',
    sessionId: 'some',
    id: uuidv7(),
    role: 'user',
    content: 'new',
  })
  await app.save('some', elements('u: a', 'a: b', 'u: c', 'u: d'))
  await move()
  expect(await app.rows('some')).toEqual(['user: a', 'assistant: b', 'user: c', 'user: new', 'user: d'])
  const before = await app.sql`select * from messages order by session_id, message_index`
  await app.sql`update legacy_sessions set absorbed_at = null`
  await move()
  expect(await app.sql`select * from messages order by session_id, message_index`).toEqual(before)
})

test('a long array is moved a piece at a time, in its order', async () => {
  const rows = await app.sql`select content from messages where session_id = 'big' order by message_index`
  expect(rows.map(({ content }) => content)).toEqual(Array.from({ length: 5_000 }, (_, n) => `${n}`))
})

test('everything is proved', async () => {
  expect(await app.sql`select session_id, detail from legacy_verify_some('', 100) where not ok`).toEqual([])
  const [row] = await app.sql`select content from messages where session_id = 'wide'`
  expect(must(row, 'the wide one').content).toHaveLength(5_000_000)
})
