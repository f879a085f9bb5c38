import { must, uuidv7 } from '@duck/protocol'
import { createGate } from '@duck/testing/model-server'
import { expect, test } from 'vitest'
import { sendMessage } from '../message/send.ts'
import { say, useChat } from '../testing/use-chat.ts'
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
