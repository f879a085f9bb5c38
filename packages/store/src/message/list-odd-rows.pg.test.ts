import { uuidv7 } from '@duck/protocol'
import { expect, test } from 'vitest'
import { append, upTo } from '../testing/rows.ts'
import { useDb } from '../testing/use-db.ts'
import { listMessages } from './list.ts'

const store = useDb()
const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`

test.each([
  ['no metadata', { metadata: null }],
  ['metadata that is an array', { metadata: '[1, {"a": null}]' }],
  ['metadata that is a text', { metadata: '"odd"' }],
  ['metadata that is a JSON null', { metadata: 'null' }],
  ['metadata 5,000 deep', { metadata: `{"deep": ${nested(5000)}}` }],
  ['metadata with a key __proto__', { metadata: '{"__proto__": {"polluted": true}}' }],
  ['metadata with a number JavaScript cannot hold', { metadata: `{"n": ${'9'.repeat(400)}}` }],
  ['no text', { content: '' }],
  ['an endless time', { created_at: 'infinity' }],
  ['a time before all times', { created_at: '-infinity' }],
  ['a time in the year 12345', { created_at: '12345-01-01' }],
  ['a time before Christ', { created_at: '0044-03-15 BC' }],
  ['a parent that is nowhere', { parent_id: uuidv7() }],
  ['the origin legacy and no finish', { origin: 'legacy', role: 'assistant' }],
])('a row with %s put in by SQL lists with the others', async (_what, odd) => {
  const sessionId = await store.newSession()
  const row = {
    metadata: '{}',
    content: 'x',
    created_at: 'now',
    parent_id: null,
    origin: 'client',
    role: 'user',
  }
  const { metadata, content, created_at, parent_id, origin, role } = { ...row, ...odd }
  await append(store.db, sessionId)
  await store.sql`
    insert into messages (session_id, message_index, role, content, metadata, created_at, parent_id, origin)
    values (${sessionId}, 1, ${role}, ${content}, ${metadata}::text::jsonb, ${created_at}::text::timestamptz,
      ${parent_id}, ${origin})`
  await append(store.db, sessionId)
  const list = await listMessages(store.db, { userId: 'local', sessionId })
  expect(list.messages.map((message) => message.messageIndex)).toEqual(upTo(3))
  const sent = JSON.parse(JSON.stringify(list))
  expect(sent.messages[1]).toMatchObject({ content, role, origin, metadata: expect.any(Object) })
  expect(sent.messages[1].createdAt).toMatch(/^(\+\d\d)?\d{4}-\d\d-\d\dT/)
  expect(sent.polluted).toBeUndefined()
})
