import { uuidv7 } from '@duck/protocol'
import { askStop, openStream, settleOrphans } from '@duck/store'
import { expect, test } from 'vitest'
import { sendMessage } from '../message/send.ts'
import { endlessAnswer } from '../testing/endless-answer.ts'
import { openTab } from '../testing/open-tab.ts'
import { say, useChat } from '../testing/use-chat.ts'

const server = useChat()

test('an answer that was asked for without the server’s knowledge is taken on, once, and continues what it should', async () => {
  const { ctx } = server
  server.model.setReply(() => ({ deltas: ['Quack'], end: 'cut' }))
  const sessionId = await server.newSession()
  const { message, stream } = await sendMessage({ ctx, input: say(sessionId, 'Hi') })
  await server.rows(sessionId, 2)
  server.model.setReply(() => ({ deltas: ['!'] }))
  const asked = server.model.requests.length
  const id = uuidv7()
  const input = { userId: 'local', sessionId, id, promptId: message.id, model: 'openai/fake-1' }
  await openStream(ctx.db, { ...input, continueFrom: stream.id, serverId: ctx.serverId })
  const rows = await server.rows(sessionId, 3)
  expect(rows[2]).toMatchObject({ id, content: 'Quack!', metadata: { continueFrom: stream.id } })
  expect(server.model.requests).toHaveLength(asked + 1)
  expect(server.model.requests.at(-1)?.messages.at(-1)).toMatchObject({ role: 'assistant', content: 'Quack' })
})

test('an answer that was settled behind its server’s back is given up: its row stays, the model is asked no more', async () => {
  const { ctx } = server
  const { sessionId, streamId, asked } = await endlessAnswer(server)
  const durable = () =>
    server.sql`select from stream_checkpoints where stream_id = ${streamId} and end_unit = 9`
  await expect.poll(durable).toHaveLength(1)
  const tab = await openTab(ctx, { sessionIds: [sessionId] })
  const settled = await settleOrphans(ctx.db, ctx.serverId)
  expect(settled.map((each) => each.streamId)).toContain(streamId)
  const [, before] = await server.rows(sessionId, 2)
  await expect(asked.ended).resolves.toBe('client-closed')
  await expect.poll(() => ctx.answers.find(streamId)).toBeUndefined()
  const told = () => tab.types().filter((type) => type !== 'sessions-changed')
  await expect.poll(() => told().slice(-2)).toEqual(['stream-ended', 'resync'])
  const [, after] = await server.rows(sessionId, 2)
  expect(after).toEqual(before)
  expect(after).toMatchObject({ id: streamId, content: 'Some text', finishReason: 'interrupted' })
})

test('a stop that nobody told the server of is found in the database and obeyed', async () => {
  const { sessionId, streamId, asked } = await endlessAnswer(server)
  await askStop(server.ctx.db, 'local', streamId)
  await expect(asked.ended).resolves.toBe('client-closed')
  const [, answer] = await server.rows(sessionId, 2)
  expect(answer).toMatchObject({ id: streamId, content: 'Some text', finishReason: 'stopped' })
})

test('an answer that waits and whose end was asked for behind the server’s back is not begun', async () => {
  const { sessionId, streamId } = await endlessAnswer(server)
  const { stream } = await sendMessage({ ctx: server.ctx, input: say(sessionId, 'two') })
  await askStop(server.ctx.db, 'local', stream.id)
  await expect.poll(() => server.ctx.answers.find(stream.id)).toBeUndefined()
  expect(server.ctx.answers.find(streamId)?.text).toBe('Some text')
  server.ctx.answers.stop(streamId)
  await server.rows(sessionId, 3)
})
