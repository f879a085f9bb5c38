import { expect, test } from 'vitest'
import { sendMessage } from '../message/send.ts'
import { deleteSession } from '../session/delete.ts'
import { finalize, newServer, openAnswer, sendDraft, turn } from '../testing/answers.ts'
import { useDb } from '../testing/use-db.ts'
import { openStream } from './open.ts'
import { listServerStreams, listUsersStreams } from './server-streams.ts'

const store = useDb()

test('a server is held to its running answers alone, oldest first, of every user', async () => {
  const [here, there] = [await newServer(store.db), await newServer(store.db)]
  const over = await openAnswer(store.db, await store.newSession(), here)
  await finalize(store.db, here, over.stream.id)
  const open = await openAnswer(store.db, await store.newSession(), here)
  const draft = sendDraft(await store.newSession('someone'), { userId: 'someone', serverId: here })
  const queued = await sendMessage(store.db, draft)
  await openAnswer(store.db, await store.newSession(), there)
  expect(await listServerStreams(store.db, here)).toMatchObject([
    { userId: 'local', serverId: here, stream: { id: open.stream.id, status: 'open' }, stopAsked: false },
    {
      userId: 'someone',
      serverId: here,
      stream: { id: queued.stream.id, status: 'queued' },
      stopAsked: false,
    },
  ])
})

test('an answer in a deleted session is its server’s still, and no longer its user’s', async () => {
  const serverId = await newServer(store.db)
  const userId = 'deleter'
  const draft = sendDraft(await store.newSession(userId), { userId, serverId })
  const { stream } = await sendMessage(store.db, draft)
  await deleteSession(store.db, userId, draft.sessionId, false)
  expect(await listServerStreams(store.db, serverId)).toMatchObject([
    { stream: { id: stream.id }, stopAsked: true },
  ])
  expect(await listUsersStreams(store.db, [userId])).toEqual([])
})

test('what an answer continues is known to the server that takes it on', async () => {
  const serverId = await newServer(store.db)
  const sessionId = await store.newSession()
  const { promptId, answerId } = await turn(store.db, sessionId, 'one?', 'one.')
  const input = { userId: 'local', sessionId, promptId, model: 'duck/duck', serverId }
  await openStream(store.db, { ...input, id: sendDraft(sessionId).id, continueFrom: answerId })
  await openStream(store.db, { ...input, id: sendDraft(sessionId).id })
  const owned = await listServerStreams(store.db, serverId)
  expect(owned.map(({ continueFrom }) => continueFrom)).toEqual([answerId, null])
})

test('the running answers of many users are read at once, each with its user', async () => {
  const serverId = await newServer(store.db)
  const ask = async (userId: string) => {
    const draft = sendDraft(await store.newSession(userId), { userId, serverId })
    return (await sendMessage(store.db, draft)).stream.id
  }
  const asked = [await ask('ann'), await ask('ben'), await ask('ann'), await ask('cyd')]
  const running = await listUsersStreams(store.db, ['ann', 'ben', 'nobody'])
  expect(running.map(({ userId, stream }) => [userId, stream.id])).toEqual([
    ['ann', asked[0]],
    ['ben', asked[1]],
    ['ann', asked[2]],
  ])
})
