import { must, uuidv7 } from '@duck/protocol'
import { createGate } from '@duck/testing/model-server'
import { expect, test } from 'vitest'
import { updateSession } from '../session/update.ts'
import { say, useChat } from '../testing/use-chat.ts'
import { countMessages } from './count.ts'
import { sendMessage } from './send.ts'

const server = useChat()

test('the call returns before the answer, which becomes one row under its prompt', async () => {
  const gate = createGate()
  server.model.setReply(() => ({ deltas: ['Qu', 'ack'], gate: { before: 0, opened: gate.opened } }))
  const sessionId = await server.newSession()
  const { message, stream } = await sendMessage({ ctx: server.ctx, input: say(sessionId, 'Hi') })
  expect(await countMessages({ ctx: server.ctx, input: { sessionId } })).toEqual({ messageCount: 1 })
  gate.open()
  const [prompt, answer] = await server.rows(sessionId, 2)
  expect(prompt).toEqual(message)
  expect(answer).toMatchObject({
    id: stream.id,
    role: 'assistant',
    content: 'Quack',
    parentId: message.id,
    origin: 'stream',
    finishReason: 'completed',
    metadata: { model: stream.model, promptId: message.id },
    updatedAt: answer?.createdAt,
  })
})

test('messages sent quickly are answered one after another, each with what came before it', async () => {
  const gate = createGate()
  server.model.setReply(({ messages }) => ({
    deltas: [`to ${must(messages.at(-1), 'turn').content}`],
    gate: { before: 0, opened: gate.opened },
  }))
  const sessionId = await server.newSession()
  const first = server.model.requests.length
  for (const text of ['one', 'two', 'three'])
    await sendMessage({ ctx: server.ctx, input: say(sessionId, text) })
  await server.model.request(first)
  expect(server.model.requests).toHaveLength(first + 1)
  gate.open()
  const rows = await server.rows(sessionId, 6)
  expect(rows.map(({ content }) => content)).toEqual(['one', 'two', 'three', 'to one', 'to two', 'to three'])
  const asked = server.model.requests
    .slice(first)
    .map(({ messages }) => messages.map(({ content }) => content))
  expect(asked).toEqual([['one'], ['one', 'to one', 'two'], ['one', 'to one', 'two', 'to two', 'three']])
})

test('a sixth running answer waits, and the fifty-first that waits is refused with nothing stored', async () => {
  const gate = createGate()
  server.model.setReply(() => ({ deltas: ['ok'], gate: { before: 0, opened: gate.opened } }))
  const first = server.model.requests.length
  const sessions = await Promise.all(Array.from({ length: 6 }, () => server.newSession()))
  for (const sessionId of sessions) await sendMessage({ ctx: server.ctx, input: say(sessionId, 'Hi') })
  await server.model.request(first + 4)
  const [sessionId = ''] = sessions
  for (let n = 1; n < 50; n++) await sendMessage({ ctx: server.ctx, input: say(sessionId, `${n}`) })
  await expect(sendMessage({ ctx: server.ctx, input: say(sessionId, 'too many') })).rejects.toMatchObject({
    code: 'TOO_MANY_REQUESTS',
    facts: { reason: 'queue-full' },
  })
  expect(await countMessages({ ctx: server.ctx, input: { sessionId } })).toEqual({ messageCount: 50 })
  expect(server.model.requests).toHaveLength(first + 5)
  gate.open()
  const rows = await server.rows(sessionId, 100)
  expect(rows.filter(({ role }) => role === 'assistant')).toHaveLength(50)
})

test('sixty sends at the same moment: as many are taken as there is room, and one of them can be sent again', async () => {
  const gate = createGate()
  server.model.setReply(() => ({ deltas: ['ok'], gate: { before: 0, opened: gate.opened } }))
  const sessionId = await server.newSession()
  const inputs = Array.from({ length: 60 }, (_, n) => say(sessionId, `${n}`))
  const taken = await Promise.allSettled(inputs.map((input) => sendMessage({ ctx: server.ctx, input })))
  const { messageCount } = await countMessages({ ctx: server.ctx, input: { sessionId } })
  expect(messageCount).toBe(taken.filter(({ status }) => status === 'fulfilled').length)
  expect(messageCount).toBeGreaterThanOrEqual(50)
  expect(messageCount).toBeLessThanOrEqual(51)
  const first = inputs[taken.findIndex(({ status }) => status === 'fulfilled')]
  const again = await sendMessage({ ctx: server.ctx, input: must(first, 'a message that was taken') })
  expect(again.message.id).toBe(first?.id)
  gate.open()
  await server.rows(sessionId, 2 * messageCount)
})

test('a model that is not there is refused by name, and nothing is stored', async () => {
  const sessionId = await server.newSession()
  const input = { ...say(sessionId, 'Hi'), model: 'openai/gone' }
  await expect(sendMessage({ ctx: server.ctx, input })).rejects.toMatchObject({
    code: 'BAD_REQUEST',
    facts: { field: 'model', reason: 'model-unavailable' },
  })
  expect(await countMessages({ ctx: server.ctx, input: { sessionId } })).toEqual({ messageCount: 0 })
})

test('a session keeps any name of a model; whether there is such a model is seen at the send', async () => {
  const sessionId = await server.newSession()
  const set = (model: string | null) => updateSession({ ctx: server.ctx, input: { sessionId, model } })
  const send = () => sendMessage({ ctx: server.ctx, input: say(sessionId, 'Hi') })
  expect(await set('nobody/gone')).toMatchObject({ model: 'nobody/gone' })
  await expect(send()).rejects.toMatchObject({ facts: { field: 'model', reason: 'model-unavailable' } })
  await set('duck/duck')
  expect((await send()).stream.model).toBe('duck/duck')
  await set(null)
  expect((await send()).stream.model).toBe((await server.ctx.models.defaultModel()).id)
  await server.rows(sessionId, 4)
})

test('sending again after the answer gives the same row and stream, and asks no model', async () => {
  const sessionId = await server.newSession()
  const input = say(sessionId, 'Hi')
  const { message } = await sendMessage({ ctx: server.ctx, input })
  await server.rows(sessionId, 2)
  const asked = server.model.requests.length
  const again = await sendMessage({ ctx: server.ctx, input: { ...input, streamId: uuidv7() } })
  expect(again.message).toEqual(message)
  expect(again.stream).toMatchObject({ id: input.streamId, status: 'finalized' })
  await server.rows(sessionId, 2)
  expect(server.model.requests).toHaveLength(asked)
})
