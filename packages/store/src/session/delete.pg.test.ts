import { expect, test } from 'vitest'
import { finalize, newServer, openAnswer, turn } from '../testing/answers.ts'
import { refusal } from '../testing/refusal.ts'
import { append, everythingOf, indexesOf } from '../testing/rows.ts'
import { useDb } from '../testing/use-db.ts'
import { deleteSession } from './delete.ts'
import { listSessions } from './list.ts'

const store = useDb()

test('a deleted session is hidden but keeps every message', async () => {
  const sessionId = await store.newSession()
  await append(store.db, sessionId)
  const { messages } = (await everythingOf(store.sql, sessionId)) as { messages: unknown }
  await deleteSession(store.db, 'local', sessionId, false)
  expect(await everythingOf(store.sql, sessionId)).toMatchObject({ messages })
  const { sessions } = await listSessions(store.db, { userId: 'local' })
  expect(sessions.map((session) => session.id)).not.toContain(sessionId)
})

test('a delete names the streams that were still running', async () => {
  const sessionId = await store.newSession()
  await turn(store.db, sessionId, 'one?', 'one.')
  const { stream } = await openAnswer(store.db, sessionId, await newServer(store.db))
  expect(await deleteSession(store.db, 'local', sessionId, false)).toEqual([stream.id])
})

test('a deletion for ever takes messages, streams and checkpoints with it, and no other session', async () => {
  const sessionId = await store.newSession()
  const other = await store.newSession()
  const serverId = await newServer(store.db)
  await turn(store.db, sessionId, 'one?', 'one.')
  const { stream } = await openAnswer(store.db, sessionId, serverId, 'Qua')
  await openAnswer(store.db, other, serverId, 'Qua')
  const before = await everythingOf(store.sql, other)
  expect(await deleteSession(store.db, 'local', sessionId, true)).toEqual([stream.id])
  expect(await everythingOf(store.sql, sessionId)).toEqual({
    session: [],
    messages: [],
    feedback: [],
    streams: [],
    checkpoints: [],
  })
  expect(await store.sql`select from stream_checkpoints where stream_id = ${stream.id}`).toHaveLength(0)
  expect(await finalize(store.db, serverId, stream.id)).toMatchObject({ result: 'fenced' })
  expect(await everythingOf(store.sql, other)).toEqual(before)
})

test('a hidden session can still be erased', async () => {
  const sessionId = await store.newSession()
  await deleteSession(store.db, 'local', sessionId, false)
  expect(await refusal(deleteSession(store.db, 'local', sessionId, false))).toMatchObject({
    code: 'NOT_FOUND',
  })
  await deleteSession(store.db, 'local', sessionId, true)
  expect(await everythingOf(store.sql, sessionId)).toMatchObject({ session: [] })
})

test("another's and an unknown session are refused alike and stay", async () => {
  const theirs = await store.newSession('someone')
  const refused = await refusal(deleteSession(store.db, 'local', 'no-such-session', true))
  expect(refused).toEqual({ code: 'NOT_FOUND', message: expect.any(String) })
  for (const forever of [true, false])
    expect(await refusal(deleteSession(store.db, 'local', theirs, forever))).toEqual(refused)
  expect(await everythingOf(store.sql, theirs)).toMatchObject({ session: [{ deleted_at: null }] })
})

test('an answer that ends in a hidden session is there when it is restored', async () => {
  const sessionId = await store.newSession()
  const serverId = await newServer(store.db)
  const { stream } = await openAnswer(store.db, sessionId, serverId)
  await deleteSession(store.db, 'local', sessionId, false)
  expect(await finalize(store.db, serverId, stream.id)).toMatchObject({ result: 'ended', messageIndex: 1 })
  expect(await indexesOf(store.sql, sessionId)).toEqual([0, 1])
})

test('a session that someone has locked is answered within 2.5 s, however many wait for it', async () => {
  const sessionId = await store.newSession()
  await store.sql.begin(async (tx) => {
    await tx`select from chat_sessions where id = ${sessionId} for update`
    const since = performance.now()
    const deletes = [1, 2, 3].map(() => refusal(deleteSession(store.db, 'local', sessionId, false)))
    for (const refused of await Promise.all(deletes))
      expect(refused).toMatchObject({ code: 'SERVICE_UNAVAILABLE', reason: 'session-busy' })
    expect(performance.now() - since).toBeLessThan(2500)
  })
  expect(await everythingOf(store.sql, sessionId)).toMatchObject({ session: [{ deleted_at: null }] })
})

test('a delete and appends at once leave no message without a session', async () => {
  const sessionId = await store.newSession()
  const appends = Array.from({ length: 20 }, () => append(store.db, sessionId))
  await Promise.allSettled([...appends, deleteSession(store.db, 'local', sessionId, true)])
  expect(await everythingOf(store.sql, sessionId)).toMatchObject({ session: [], messages: [] })
})
