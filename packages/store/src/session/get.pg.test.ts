import { expect, test } from 'vitest'
import { refusal } from '../testing/refusal.ts'
import { append } from '../testing/rows.ts'
import { useDb } from '../testing/use-db.ts'
import { deleteSession } from './delete.ts'
import { getSession } from './get.ts'

const store = useDb()

test('a session shows its count and head of this moment', async () => {
  const sessionId = await store.newSession()
  await append(store.db, sessionId)
  const { id } = await append(store.db, sessionId)
  expect(await getSession(store.db, 'local', sessionId)).toMatchObject({ messageCount: 2, headId: id })
})

test("another's, an unknown and a deleted session are refused alike", async () => {
  const deleted = await store.newSession()
  await deleteSession(store.db, 'local', deleted, false)
  const refused = await refusal(getSession(store.db, 'local', 'no-such-session'))
  expect(refused).toEqual({ code: 'NOT_FOUND', message: expect.any(String) })
  for (const sessionId of [deleted, await store.newSession('someone')])
    expect(await refusal(getSession(store.db, 'local', sessionId))).toEqual(refused)
})

test('a session with times that JavaScript does not have is still shown', async () => {
  const sessionId = await store.newSession()
  await store.sql`
    update chat_sessions set created_at = '-infinity', updated_at = 'infinity' where id = ${sessionId}`
  expect(await getSession(store.db, 'local', sessionId)).toMatchObject({ id: sessionId })
})
