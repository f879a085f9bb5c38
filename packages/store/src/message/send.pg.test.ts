import { uuidv7 } from '@duck/protocol'
import { expect, test } from 'vitest'
import { newServer, openAnswer, sendDraft } from '../testing/answers.ts'
import { refusal } from '../testing/refusal.ts'
import { append, everythingOf, indexesOf, upTo } from '../testing/rows.ts'
import { untilWaiting } from '../testing/until-waiting.ts'
import { useDb } from '../testing/use-db.ts'
import { sendMessage } from './send.ts'

const store = useDb()
const ID_REUSED = { code: 'CONFLICT', reason: 'id-reused' }

test("a send gives the user's row and the queued stream of its answer", async () => {
  const sessionId = await store.newSession()
  const input = sendDraft(sessionId)
  const sent = await sendMessage(store.db, input)
  expect(sent).toMatchObject({ replay: false, ours: true })
  expect(sent.message).toMatchObject({ id: input.id, role: 'user', content: 'Hello', messageIndex: 0 })
  expect(sent.stream).toEqual({
    id: input.streamId,
    sessionId,
    promptId: input.id,
    model: 'duck/duck',
    status: 'queued',
    offset: 0,
    errorClass: null,
    startedAt: expect.any(String),
    endedAt: null,
  })
})

test('the same send again gives the same row and the same stream', async () => {
  const input = sendDraft(await store.newSession())
  const first = await sendMessage(store.db, input)
  expect(await sendMessage(store.db, input)).toEqual({ ...first, replay: true })
})

test('a send again that names another stream, model and server gets the stream that is there', async () => {
  const input = sendDraft(await store.newSession())
  const first = await sendMessage(store.db, input)
  const again = { ...input, streamId: uuidv7(), model: 'other/model', serverId: uuidv7() }
  expect(await sendMessage(store.db, again)).toEqual({ ...first, replay: true, ours: false })
})

test('the same send 16 times at once makes one row and one stream', async () => {
  const sessionId = await store.newSession()
  const input = sendDraft(sessionId)
  const answers = await Promise.all(
    upTo(16).map(() => sendMessage(store.db, { ...input, streamId: uuidv7(), serverId: uuidv7() })),
  )
  expect(new Set(answers.map((answer) => answer.stream.id)).size).toBe(1)
  expect(answers.filter((answer) => !answer.replay)).toHaveLength(1)
  expect(answers.filter((answer) => answer.ours)).toHaveLength(1)
  expect(await everythingOf(store.sql, sessionId)).toMatchObject({
    messages: [{ id: input.id }],
    streams: [{ prompt_id: input.id }],
  })
})

test('sends and appends at once get dense indexes', async () => {
  const sessionId = await store.newSession()
  await Promise.all(
    upTo(16).flatMap(() => [sendMessage(store.db, sendDraft(sessionId)), append(store.db, sessionId)]),
  )
  expect(await indexesOf(store.sql, sessionId)).toEqual(upTo(32))
})

test('nobody sees the message without its stream', async () => {
  const sessionId = await store.newSession()
  const input = sendDraft(sessionId)
  let sending: Promise<unknown> | undefined
  await store.sql.begin(async (tx) => {
    // The send stands still between its two inserts.
    await tx`lock table message_streams in share mode`
    sending = sendMessage(store.db, input)
    await untilWaiting(store.sql)
    expect(await everythingOf(store.sql, sessionId)).toMatchObject({ messages: [], streams: [] })
  })
  await sending
  expect(await everythingOf(store.sql, sessionId)).toMatchObject({ messages: [{}], streams: [{}] })
})

test('a stream id that is taken refuses the message too', async () => {
  const sessionId = await store.newSession()
  const message = await append(store.db, sessionId)
  const { stream } = await openAnswer(store.db, await store.newSession(), await newServer(store.db))
  const before = await everythingOf(store.sql, sessionId)
  for (const streamId of [message.id, stream.id])
    expect(await refusal(sendMessage(store.db, sendDraft(sessionId, { streamId })))).toMatchObject(ID_REUSED)
  expect(await everythingOf(store.sql, sessionId)).toEqual(before)
})

test('a message cannot be the stream of its own answer', async () => {
  const sessionId = await store.newSession()
  const id = uuidv7()
  expect(await refusal(sendMessage(store.db, sendDraft(sessionId, { id, streamId: id })))).toMatchObject(
    ID_REUSED,
  )
  expect(await indexesOf(store.sql, sessionId)).toEqual([])
})

test('a send is refused as an append is, and leaves no stream', async () => {
  const sessionId = await store.newSession()
  const taken = await append(store.db, sessionId)
  const before = await everythingOf(store.sql, sessionId)
  const send = (given: object) => refusal(sendMessage(store.db, { ...sendDraft(sessionId), ...given }))
  expect(await send({ id: taken.id })).toMatchObject(ID_REUSED)
  expect(await send({ expectedMessageCount: 0 })).toMatchObject({ code: 'CONFLICT', actualMessageCount: 1 })
  expect(await send({ parentId: uuidv7() })).toMatchObject({ code: 'BAD_REQUEST', field: 'parentId' })
  expect(await send({ userId: 'someone' })).toMatchObject({ code: 'NOT_FOUND' })
  expect(await everythingOf(store.sql, sessionId)).toEqual(before)
})

test('a message that was only appended can be sent with the same id, and is then answered', async () => {
  const sessionId = await store.newSession()
  const message = await append(store.db, sessionId, { content: 'Hello' })
  const sent = await sendMessage(store.db, sendDraft(sessionId, { id: message.id }))
  expect(sent).toMatchObject({ message, replay: true, stream: { status: 'queued', promptId: message.id } })
})
