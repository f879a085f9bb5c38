import { expect, test } from 'vitest'
import { refusal } from '../testing/refusal.ts'
import { append, draft, everythingOf, indexesOf, upTo } from '../testing/rows.ts'
import { untilWaiting } from '../testing/until-waiting.ts'
import { useDb } from '../testing/use-db.ts'
import { appendMessage } from './append.ts'
import { getMessage } from './get.ts'

const store = useDb()
const LOCK_ANSWER_MS = 2500

test('a message comes back as it was appended', async () => {
  const sessionId = await store.newSession()
  const input = draft(sessionId, { content: 'Why?', metadata: { from: 'test', deep: [{ n: 1.5 }] } })
  const { message, replay } = await appendMessage(store.db, input)
  expect(replay).toBe(false)
  expect(message).toEqual({
    id: input.id,
    sessionId,
    messageIndex: 0,
    role: 'user',
    content: 'Why?',
    metadata: { from: 'test', deep: [{ n: 1.5 }] },
    parentId: null,
    movesHead: true,
    origin: 'client',
    finishReason: null,
    createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    updatedAt: message.createdAt,
  })
  expect(await getMessage(store.db, 'local', input.id)).toEqual(message)
})

test('64 appends at once get 64 dense indexes', async () => {
  const sessionId = await store.newSession()
  const messages = await Promise.all(upTo(64).map((n) => append(store.db, sessionId, { content: `${n}` })))
  expect(messages.map((message) => message.messageIndex).sort((a, b) => a - b)).toEqual(upTo(64))
  expect(await indexesOf(store.sql, sessionId)).toEqual(upTo(64))
})

test('64 appends at once make one line and no fork', async () => {
  const sessionId = await store.newSession()
  const messages = await Promise.all(upTo(64).map(() => append(store.db, sessionId)))
  const inOrder = messages.toSorted((a, b) => a.messageIndex - b.messageIndex)
  expect(inOrder.map((message) => message.parentId)).toEqual([
    null,
    ...inOrder.map(({ id }) => id).slice(0, -1),
  ])
})

test('writers of many sessions at once leave each of them dense', async () => {
  const sessionIds = await Promise.all(upTo(8).map(() => store.newSession()))
  await Promise.all(upTo(16).flatMap(() => sessionIds.map((sessionId) => append(store.db, sessionId))))
  for (const sessionId of sessionIds) expect(await indexesOf(store.sql, sessionId)).toEqual(upTo(16))
})

test('an append that was acked before the next was sent has the lower index', async () => {
  const sessionId = await store.newSession()
  for (const n of upTo(5)) expect((await append(store.db, sessionId)).messageIndex).toBe(n)
})

test('an append that is rolled back leaves no gap', async () => {
  const sessionId = await store.newSession()
  await append(store.db, sessionId)
  const { id } = draft(sessionId)
  let waiting: Promise<unknown> | undefined
  const changedItsMind = store.sql.begin(async (tx) => {
    await tx`select * from append_message('local', ${sessionId}, ${id}, 'user', 'never mind')`
    waiting = append(store.db, sessionId)
    await untilWaiting(store.sql)
    throw new Error('rolled back')
  })
  await expect(changedItsMind).rejects.toThrow('rolled back')
  await waiting
  await append(store.db, sessionId, { id })
  expect(await indexesOf(store.sql, sessionId)).toEqual([0, 1, 2])
})

test('no append updates the session', async () => {
  const sessionId = await store.newSession()
  const before = await store.sql`select xmin, * from chat_sessions where id = ${sessionId}`
  await append(store.db, sessionId)
  expect(await store.sql`select xmin, * from chat_sessions where id = ${sessionId}`).toEqual(before)
})

test('a session that someone has locked answers within 2.5 s while others append', async () => {
  const locked = await store.newSession()
  const free = await store.newSession()
  await store.sql.begin(async (tx) => {
    await tx`select from chat_sessions where id = ${locked} for update`
    const since = performance.now()
    const refused = refusal(append(store.db, locked))
    expect((await append(store.db, free)).messageIndex).toBe(0)
    expect(performance.now() - since).toBeLessThan(LOCK_ANSWER_MS / 2)
    expect(await refused).toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
      reason: 'session-busy',
      retryAfterMs: expect.any(Number),
    })
    expect(performance.now() - since).toBeLessThan(LOCK_ANSWER_MS)
  })
  expect(await indexesOf(store.sql, locked)).toEqual([])
})

test('a refused append settles with the same id once the lock is gone', async () => {
  const sessionId = await store.newSession()
  const input = draft(sessionId)
  await store.sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(session_lock_key(${sessionId}))`
    expect(await refusal(appendMessage(store.db, input))).toMatchObject({ code: 'SERVICE_UNAVAILABLE' })
  })
  const before = await everythingOf(store.sql, sessionId)
  expect(before).toMatchObject({ messages: [] })
  expect((await appendMessage(store.db, input)).message.messageIndex).toBe(0)
})
