import { uuidv7 } from '@duck/protocol'
import { expect, test } from 'vitest'
import { sendMessage } from '../message/send.ts'
import { deleteSession } from '../session/delete.ts'
import { finalize, newServer, openAnswer, sendDraft } from '../testing/answers.ts'
import { refusal } from '../testing/refusal.ts'
import { everythingOf } from '../testing/rows.ts'
import { useDb } from '../testing/use-db.ts'
import { askStop } from './ask-stop.ts'
import { listServerStreams } from './server-streams.ts'

const store = useDb()

async function stopsAskedOf(serverId: string): Promise<Record<string, boolean>> {
  const owned = await listServerStreams(store.db, serverId)
  return Object.fromEntries(owned.map(({ stream, stopAsked }) => [stream.id, stopAsked]))
}

test('the end of a running answer is asked for once, and who writes it is told', async () => {
  const serverId = await newServer(store.db)
  const { stream } = await openAnswer(store.db, await store.newSession(), serverId)
  const { stream: other } = await openAnswer(store.db, await store.newSession(), serverId)
  expect(await askStop(store.db, 'local', stream.id)).toMatchObject({
    stream: { id: stream.id, status: 'open' },
    serverId,
  })
  expect(await stopsAskedOf(serverId)).toEqual({ [stream.id]: true, [other.id]: false })
})

test('asking twice is asking once', async () => {
  const serverId = await newServer(store.db)
  const sessionId = await store.newSession()
  const { stream } = await sendMessage(store.db, sendDraft(sessionId, { serverId }))
  const first = await askStop(store.db, 'local', stream.id)
  const after = await everythingOf(store.sql, sessionId)
  expect(await askStop(store.db, 'local', stream.id)).toEqual(first)
  expect(await everythingOf(store.sql, sessionId)).toEqual(after)
})

test('an answer that is over comes back as it is, and nothing changes', async () => {
  const serverId = await newServer(store.db)
  const { stream } = await openAnswer(store.db, await store.newSession(), serverId)
  await finalize(store.db, serverId, stream.id)
  const before = await everythingOf(store.sql, stream.sessionId)
  expect(await askStop(store.db, 'local', stream.id)).toMatchObject({
    stream: { id: stream.id, status: 'finalized' },
  })
  expect(await everythingOf(store.sql, stream.sessionId)).toEqual(before)
})

test("another's, an unknown and a deleted session's answer are refused alike, and go on", async () => {
  const serverId = await newServer(store.db)
  const { stream: mine } = await openAnswer(store.db, await store.newSession(), serverId)
  const { stream: deleted } = await openAnswer(store.db, await store.newSession(), serverId)
  await deleteSession(store.db, 'local', deleted.sessionId, false)
  const before = await everythingOf(store.sql, mine.sessionId)
  const refused = await refusal(askStop(store.db, 'local', uuidv7()))
  expect(refused).toEqual({ code: 'NOT_FOUND', message: expect.any(String) })
  expect(await refusal(askStop(store.db, 'someone', mine.id))).toEqual(refused)
  expect(await refusal(askStop(store.db, 'local', deleted.id))).toEqual(refused)
  expect(await everythingOf(store.sql, mine.sessionId)).toEqual(before)
})

test('deleting a session asks for the end of its running answers, of no others and of none that is over', async () => {
  const serverId = await newServer(store.db)
  const sessionId = await store.newSession()
  const over = await openAnswer(store.db, sessionId, serverId)
  await finalize(store.db, serverId, over.stream.id)
  const open = await openAnswer(store.db, sessionId, serverId)
  const queued = await sendMessage(store.db, sendDraft(sessionId, { serverId }))
  const other = await openAnswer(store.db, await store.newSession(), serverId)
  await deleteSession(store.db, 'local', sessionId, false)
  expect(await stopsAskedOf(serverId)).toEqual({
    [open.stream.id]: true,
    [queued.stream.id]: true,
    [other.stream.id]: false,
  })
  expect(
    await store.sql`select from message_streams where id = ${over.stream.id} and stop_asked_at is null`,
  ).toHaveLength(1)
})

test('deleting a session leaves a stop as it was asked for', async () => {
  const serverId = await newServer(store.db)
  const { stream } = await openAnswer(store.db, await store.newSession(), serverId)
  await askStop(store.db, 'local', stream.id)
  const askedAt = () => store.sql`select stop_asked_at from message_streams where id = ${stream.id}`
  const before = await askedAt()
  await deleteSession(store.db, 'local', stream.sessionId, false)
  expect(await askedAt()).toEqual(before)
})
