import { must, uuidv7 } from '@duck/protocol'
import { createGate } from '@duck/testing/model-server'
import { expect, test } from 'vitest'
import { sendMessage } from '../message/send.ts'
import { say, useChat } from '../testing/use-chat.ts'
import { listStreams } from './list.ts'
import { startStream } from './start.ts'

const server = useChat()

test('another answer to a prompt is one row more, and asking again with its id asks no model', async () => {
  const sessionId = await server.newSession()
  const { message } = await sendMessage({ ctx: server.ctx, input: say(sessionId, 'Hi') })
  await server.rows(sessionId, 2)
  const input = { sessionId, id: uuidv7(), promptId: message.id }
  await startStream({ ctx: server.ctx, input })
  const rows = await server.rows(sessionId, 3)
  expect(rows[2]).toMatchObject({ id: input.id, parentId: message.id, finishReason: 'completed' })
  const asked = server.model.requests.length
  const again = await startStream({ ctx: server.ctx, input })
  expect(again.stream).toMatchObject({ id: input.id, status: 'finalized' })
  expect(server.model.requests).toHaveLength(asked)
})

test('an answer that continues another holds its text and what follows, so the line loses nothing', async () => {
  server.model.setReply(() => ({ deltas: ['Once upon', ' a'], end: 'cut' }))
  const sessionId = await server.newSession()
  const { message } = await sendMessage({ ctx: server.ctx, input: say(sessionId, 'Tell') })
  const [, broken] = await server.rows(sessionId, 2)
  const continueFrom = must(broken, 'the answer that broke off').id
  server.model.setReply(() => ({ deltas: ['', ' time', '.'] }))
  const input = { sessionId, id: uuidv7(), promptId: message.id, continueFrom }
  await startStream({ ctx: server.ctx, input })
  const rows = await server.rows(sessionId, 3)
  expect(rows[2]).toMatchObject({
    content: 'Once upon a time.',
    parentId: message.id,
    finishReason: 'completed',
  })
  expect(rows[1]).toMatchObject({ content: 'Once upon a' })
})

test('a continuation that says nothing leaves no row, and the answer it was to continue stands', async () => {
  server.model.setReply(() => ({ deltas: ['Once'], end: 'cut' }))
  const sessionId = await server.newSession()
  const { message } = await sendMessage({ ctx: server.ctx, input: say(sessionId, 'Tell') })
  const [, broken] = await server.rows(sessionId, 2)
  server.model.setReply(() => ({ deltas: [] }))
  const continueFrom = must(broken, 'the answer that broke off').id
  const { stream } = await startStream({
    ctx: server.ctx,
    input: { sessionId, id: uuidv7(), promptId: message.id, continueFrom },
  })
  await expect
    .poll(() => listStreams({ ctx: server.ctx, input: { sessionId } }))
    .toMatchObject({ streams: [{ id: stream.id, status: 'failed', errorClass: 'empty-answer' }] })
  expect(await server.rows(sessionId, 2)).toHaveLength(2)
})

test('with no room left a new one is refused, and one that was asked for comes back', async () => {
  const gate = createGate()
  server.model.setReply(() => ({ deltas: ['ok'], gate: { before: 0, opened: gate.opened } }))
  const sessionId = await server.newSession()
  const sent = await sendMessage({ ctx: server.ctx, input: say(sessionId, 'Hi') })
  const ask = (id: string) =>
    startStream({ ctx: server.ctx, input: { sessionId, id, promptId: sent.message.id } })
  const ids = Array.from({ length: 50 }, () => uuidv7())
  for (const id of ids) await ask(id)
  await expect(ask(uuidv7())).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' })
  const known = must(ids[3], 'an id')
  expect((await ask(known)).stream.id).toBe(known)
  gate.open()
  await server.rows(sessionId, 52)
})
