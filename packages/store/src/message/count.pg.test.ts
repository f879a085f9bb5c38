import { expect, test } from 'vitest'
import { deleteSession } from '../session/delete.ts'
import { refusal } from '../testing/refusal.ts'
import { append, upTo } from '../testing/rows.ts'
import { useDb } from '../testing/use-db.ts'
import { countSessions, getSessionState } from './count.ts'

const store = useDb()

test('the count is the last index + 1 and the head the last message that moved it', async () => {
  const sessionId = await store.newSession()
  expect(await getSessionState(store.db, 'local', sessionId)).toEqual({ messageCount: 0, headId: null })
  const first = await append(store.db, sessionId)
  await append(store.db, sessionId)
  const last = await append(store.db, sessionId, { parentId: first.id })
  expect(await getSessionState(store.db, 'local', sessionId)).toEqual({ messageCount: 3, headId: last.id })
})

test('the count equals the number of rows while many write', async () => {
  const sessionId = await store.newSession()
  await Promise.all(
    upTo(30).map(async () => {
      await append(store.db, sessionId)
      const [row] = await store.sql`
        select count(*)::int as rows, session_message_count(${sessionId}) as count
        from messages where session_id = ${sessionId}`
      expect(row?.count).toBe(row?.rows)
    }),
  )
})

test("the counts of several sessions leave out another's, unknown and deleted ones", async () => {
  const [empty, two] = [await store.newSession(), await store.newSession()]
  const theirs = await store.newSession('someone')
  const deleted = await store.newSession()
  await append(store.db, two)
  await append(store.db, two)
  await deleteSession(store.db, 'local', deleted, false)
  const asked = [empty, two, theirs, deleted, 'no-such-session']
  expect(await countSessions(store.db, 'local', asked)).toEqual({ [empty]: 0, [two]: 2 })
  expect(await countSessions(store.db, 'local', [])).toEqual({})
})

test("another's, an unknown and a deleted session are refused alike", async () => {
  const deleted = await store.newSession()
  await deleteSession(store.db, 'local', deleted, false)
  const refused = await refusal(getSessionState(store.db, 'local', 'no-such-session'))
  expect(refused).toEqual({ code: 'NOT_FOUND', message: expect.any(String) })
  for (const sessionId of [deleted, await store.newSession('someone')])
    expect(await refusal(getSessionState(store.db, 'local', sessionId))).toEqual(refused)
})
