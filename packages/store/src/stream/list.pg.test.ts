import { uuidv7 } from '@duck/protocol'
import { expect, test } from 'vitest'
import { sendMessage } from '../message/send.ts'
import { deleteSession } from '../session/delete.ts'
import { finalize, newServer, openAnswer, sendDraft, turn } from '../testing/answers.ts'
import { refusal } from '../testing/refusal.ts'
import { useDb } from '../testing/use-db.ts'
import { getStream, listStreams } from './list.ts'
import { listUsersStreams } from './server-streams.ts'

const store = useDb()

test('the streams without a row are listed, oldest first', async () => {
  const sessionId = await store.newSession()
  const serverId = await newServer(store.db)
  await turn(store.db, sessionId, 'one?', 'one.')
  const { promptId } = await turn(store.db, sessionId, 'two?', '')
  const open = await openAnswer(store.db, sessionId, serverId)
  const queued = await sendMessage(store.db, sendDraft(sessionId, { serverId }))
  expect(await listStreams(store.db, 'local', sessionId)).toMatchObject([
    { promptId, status: 'finalized' },
    { id: open.stream.id, status: 'open' },
    { id: queued.stream.id, status: 'queued' },
  ])
})

test("a user's running streams are found in all live sessions, and only theirs", async () => {
  const serverId = await newServer(store.db)
  const userId = 'runner'
  const ended = await sendMessage(store.db, sendDraft(await store.newSession(userId), { serverId, userId }))
  await finalize(store.db, serverId, ended.stream.id)
  const deleted = await store.newSession(userId)
  await sendMessage(store.db, sendDraft(deleted, { serverId, userId }))
  await deleteSession(store.db, userId, deleted, false)
  const first = await sendMessage(store.db, sendDraft(await store.newSession(userId), { serverId, userId }))
  const second = await sendMessage(store.db, sendDraft(await store.newSession(userId), { serverId, userId }))
  const running = await listUsersStreams(store.db, [userId, 'nobody'])
  expect(running.map(({ stream }) => stream.id)).toEqual([first.stream.id, second.stream.id])
  expect(running[0]).toMatchObject({ userId, serverId })
  expect(await listUsersStreams(store.db, ['nobody'])).toEqual([])
})

test("another's, an unknown and a deleted session are refused alike", async () => {
  const deleted = await store.newSession()
  await deleteSession(store.db, 'local', deleted, false)
  const refused = await refusal(listStreams(store.db, 'local', 'no-such-session'))
  expect(refused).toEqual({ code: 'NOT_FOUND', message: expect.any(String) })
  for (const sessionId of [deleted, await store.newSession('someone')])
    expect(await refusal(listStreams(store.db, 'local', sessionId))).toEqual(refused)
})

test("another's, an unknown and a deleted session's stream are refused alike", async () => {
  const serverId = await newServer(store.db)
  const { stream } = await openAnswer(store.db, await store.newSession(), serverId)
  const deleted = await openAnswer(store.db, await store.newSession(), serverId)
  await deleteSession(store.db, 'local', deleted.stream.sessionId, false)
  const refused = await refusal(getStream(store.db, 'local', uuidv7()))
  expect(refused).toEqual({ code: 'NOT_FOUND', message: expect.any(String) })
  expect(await refusal(getStream(store.db, 'someone', stream.id))).toEqual(refused)
  expect(await refusal(getStream(store.db, 'local', deleted.stream.id))).toEqual(refused)
  expect(await getStream(store.db, 'local', stream.id)).toMatchObject({ id: stream.id, status: 'open' })
})
