import { expect, test } from 'vitest'
import { listMessages } from '../message/list.ts'
import { refusal } from '../testing/refusal.ts'
import { append, everythingOf } from '../testing/rows.ts'
import { useDb } from '../testing/use-db.ts'
import { deleteSession } from './delete.ts'
import { getSession } from './get.ts'
import { listSessions } from './list.ts'
import { restoreSession } from './restore.ts'

const store = useDb()
const restore = (sessionId: string, userId = 'local') => restoreSession(store.db, userId, sessionId)

test('a deleted session is there again with every message, and takes the next', async () => {
  const sessionId = await store.newSession()
  const message = await append(store.db, sessionId)
  await deleteSession(store.db, 'local', sessionId, false)
  expect(await restore(sessionId)).toBe(true)
  expect((await listMessages(store.db, { userId: 'local', sessionId })).messages).toEqual([message])
  const { sessions } = await listSessions(store.db, { userId: 'local', deleted: true })
  expect(sessions.map(({ id }) => id)).not.toContain(sessionId)
  expect(await append(store.db, sessionId)).toMatchObject({ messageIndex: 1, parentId: message.id })
})

test('one that is live stays as it is, also when it is restored twice', async () => {
  const sessionId = await store.newSession()
  const before = await everythingOf(store.sql, sessionId)
  expect(await restore(sessionId)).toBe(false)
  expect(await everythingOf(store.sql, sessionId)).toEqual(before)
  await deleteSession(store.db, 'local', sessionId, false)
  const restored = await Promise.all([restore(sessionId), restore(sessionId)])
  expect(restored.filter((was) => was)).toHaveLength(1)
  expect(await getSession(store.db, 'local', sessionId)).toMatchObject({ id: sessionId })
})

test("another's, an unknown and an erased session are refused alike, and another's stays deleted", async () => {
  const theirs = await store.newSession('someone')
  await deleteSession(store.db, 'someone', theirs, false)
  const erased = await store.newSession()
  await deleteSession(store.db, 'local', erased, true)
  const before = await everythingOf(store.sql, theirs)
  const refused = await refusal(restore('no-such-session'))
  expect(refused).toEqual({ code: 'NOT_FOUND', message: expect.any(String) })
  for (const sessionId of [theirs, erased]) expect(await refusal(restore(sessionId))).toEqual(refused)
  expect(await everythingOf(store.sql, theirs)).toEqual(before)
})
