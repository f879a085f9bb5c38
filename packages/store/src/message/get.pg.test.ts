import { uuidv7 } from '@duck/protocol'
import { expect, test } from 'vitest'
import { deleteSession } from '../session/delete.ts'
import { refusal } from '../testing/refusal.ts'
import { append } from '../testing/rows.ts'
import { useDb } from '../testing/use-db.ts'
import { getMessage } from './get.ts'

const store = useDb()

test('a message is found by its id alone', async () => {
  const message = await append(store.db, await store.newSession())
  expect(await getMessage(store.db, 'local', message.id)).toEqual(message)
})

test("another's, an unknown and a deleted session's message are refused alike", async () => {
  const theirs = await append(store.db, await store.newSession('someone'), { userId: 'someone' })
  const deleted = await append(store.db, await store.newSession())
  await deleteSession(store.db, 'local', deleted.sessionId, false)
  const refused = await refusal(getMessage(store.db, 'local', uuidv7()))
  expect(refused).toEqual({ code: 'NOT_FOUND', message: expect.any(String) })
  expect(await refusal(getMessage(store.db, 'local', theirs.id))).toEqual(refused)
  expect(await refusal(getMessage(store.db, 'local', deleted.id))).toEqual(refused)
})
