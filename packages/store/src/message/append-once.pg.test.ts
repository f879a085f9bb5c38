import { uuidv7 } from '@duck/protocol'
import { expect, test } from 'vitest'
import { newServer, openAnswer } from '../testing/answers.ts'
import { refusal } from '../testing/refusal.ts'
import { append, draft, everythingOf, indexesOf, upTo } from '../testing/rows.ts'
import { useDb } from '../testing/use-db.ts'
import { appendMessage } from './append.ts'

const store = useDb()
const ID_REUSED = { code: 'CONFLICT', reason: 'id-reused' }

test('the same append again gives the same row', async () => {
  const sessionId = await store.newSession()
  const input = draft(sessionId, { metadata: { a: 1 } })
  const first = await appendMessage(store.db, input)
  await append(store.db, sessionId)
  expect(await appendMessage(store.db, input)).toEqual({ message: first.message, replay: true })
  expect(await indexesOf(store.sql, sessionId)).toEqual([0, 1])
})

test('the same append 16 times at once makes one row, new to one caller', async () => {
  const input = draft(await store.newSession())
  const answers = await Promise.all(upTo(16).map(() => appendMessage(store.db, input)))
  expect(answers.filter((answer) => !answer.replay)).toHaveLength(1)
  expect(new Set(answers.map((answer) => JSON.stringify(answer.message))).size).toBe(1)
  expect(await indexesOf(store.sql, input.sessionId)).toEqual([0])
})

test('one id in two sessions at once is a row in one of them and a conflict in the other', async () => {
  for (const _ of upTo(10)) {
    const id = uuidv7()
    const sessionIds = [await store.newSession(), await store.newSession()]
    const answers = await Promise.allSettled(sessionIds.map((each) => append(store.db, each, { id })))
    expect(answers.map((answer) => answer.status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(answers.find((answer) => answer.status === 'rejected')?.reason).toMatchObject({
      code: 'CONFLICT',
      facts: { reason: 'id-reused' },
    })
  }
})

test('a replay comes before the expected count', async () => {
  const sessionId = await store.newSession()
  const input = draft(sessionId, { expectedMessageCount: 0 })
  const first = await appendMessage(store.db, input)
  await append(store.db, sessionId)
  expect(await appendMessage(store.db, input)).toEqual({ ...first, replay: true })
})

test.each([
  ['content', { content: 'Moo' }],
  ['content that only a collation calls equal', { content: 'Quack\u200b' }],
  ['role', { role: 'system' }],
  ['parent', { parentId: uuidv7() }],
] as const)('an id used again with another %s is a conflict and changes nothing', async (_what, other) => {
  const sessionId = await store.newSession()
  const input = draft(sessionId)
  await appendMessage(store.db, input)
  const before = await everythingOf(store.sql, sessionId)
  expect(await refusal(appendMessage(store.db, { ...input, ...other }))).toMatchObject(ID_REUSED)
  expect(await everythingOf(store.sql, sessionId)).toEqual(before)
})

test('a parent that was not sent the second time is no difference', async () => {
  const sessionId = await store.newSession()
  const first = await append(store.db, sessionId)
  const input = draft(sessionId, { parentId: first.id })
  const { message } = await appendMessage(store.db, input)
  const { parentId: _parentId, ...without } = input
  expect(await appendMessage(store.db, without)).toEqual({ message, replay: true })
})

test('an id used again in another session is a conflict, the same whoever holds it', async () => {
  const mine = await store.newSession()
  const ours = await append(store.db, await store.newSession())
  const theirs = await append(store.db, await store.newSession('someone'), { userId: 'someone' })
  const before = await everythingOf(store.sql, mine)
  const refused = await refusal(append(store.db, mine, { id: ours.id }))
  expect(refused).toMatchObject(ID_REUSED)
  expect(await refusal(append(store.db, mine, { id: theirs.id }))).toEqual(refused)
  expect(await everythingOf(store.sql, mine)).toEqual(before)
})

test("a stream's id is refused, before and after it became a row", async () => {
  const sessionId = await store.newSession()
  const { stream } = await openAnswer(store.db, sessionId, await newServer(store.db))
  const before = await everythingOf(store.sql, sessionId)
  const input = draft(sessionId, { id: stream.id, role: 'assistant', content: 'Quack!' })
  expect(await refusal(appendMessage(store.db, input))).toMatchObject(ID_REUSED)
  expect(await refusal(append(store.db, await store.newSession(), { id: stream.id }))).toMatchObject(
    ID_REUSED,
  )
  expect(await everythingOf(store.sql, sessionId)).toEqual(before)
})
