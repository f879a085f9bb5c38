import { expect, test } from 'vitest'
import { refusal } from '../testing/refusal.ts'
import { append, upTo } from '../testing/rows.ts'
import { useDb } from '../testing/use-db.ts'
import { deleteSession } from './delete.ts'
import { getSession } from './get.ts'
import { markRead } from './mark-read.ts'

const store = useDb()
const MAX_INTEGER = 2_147_483_647

async function sessionOf(count: number): Promise<string> {
  const sessionId = await store.newSession()
  for (const _ of upTo(count)) await append(store.db, sessionId)
  return sessionId
}

const mark = (sessionId: string, messageIndex: number) =>
  markRead(store.db, { userId: 'local', sessionId, messageIndex })

test('the mark goes on, never back, and nothing else changes', async () => {
  const sessionId = await sessionOf(5)
  const before = await getSession(store.db, 'local', sessionId)
  const read = { session: { ...before, lastReadIndex: 3 }, moved: true }
  expect(await mark(sessionId, 3)).toEqual(read)
  for (const index of [3, 1, 0]) expect(await mark(sessionId, index)).toEqual({ ...read, moved: false })
  expect(await getSession(store.db, 'local', sessionId)).toEqual(read.session)
})

test('the mark stays below the message count', async () => {
  const sessionId = await sessionOf(2)
  expect(await mark(sessionId, MAX_INTEGER)).toMatchObject({ session: { lastReadIndex: 1 } })
  const empty = await store.newSession()
  expect(await mark(empty, 0)).toMatchObject({ session: { lastReadIndex: -1 }, moved: false })
})

test('marks set at once end at the highest', async () => {
  const sessionId = await sessionOf(10)
  await Promise.all(upTo(10).map((index) => mark(sessionId, (index * 7) % 10)))
  expect(await getSession(store.db, 'local', sessionId)).toMatchObject({ lastReadIndex: 9 })
})

test("another's, an unknown and a deleted session are refused alike and stay", async () => {
  const theirs = await store.newSession('someone')
  await append(store.db, theirs, { userId: 'someone' })
  const deleted = await sessionOf(1)
  await deleteSession(store.db, 'local', deleted, false)
  const refused = await refusal(mark('no-such-session', 0))
  expect(refused).toEqual({ code: 'NOT_FOUND', message: expect.any(String) })
  for (const sessionId of [theirs, deleted]) expect(await refusal(mark(sessionId, 0))).toEqual(refused)
  expect(
    await store.sql`
    select from chat_sessions where id in ${store.sql([theirs, deleted])} and last_read_index >= 0`,
  ).toEqual([])
})
