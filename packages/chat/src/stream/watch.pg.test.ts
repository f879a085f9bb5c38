import { uuidv7, type WatchEvent } from '@duck/protocol'
import { createGate } from '@duck/testing/model-server'
import { expect, test } from 'vitest'
import type { Context } from '../context.ts'
import { sendMessage } from '../message/send.ts'
import { say, useChat } from '../testing/use-chat.ts'
import { watchStream } from './watch.ts'

const server = useChat()

async function watch(
  ctx: Context,
  streamId: string,
  offset?: number,
): Promise<{ text: string; end: WatchEvent | undefined }> {
  let text = ''
  let end: WatchEvent | undefined
  for await (const event of watchStream({ ctx, input: { streamId, offset } }, AbortSignal.timeout(10_000))) {
    if (event.type === 'ended') end = event
    else {
      expect(event.offset).toBe((offset ?? 0) + text.length)
      text += event.delta
    }
  }
  return { text, end }
}

test('watchers from any offset, on any server, during the answer and after it, get the same', async () => {
  const gate = createGate()
  server.model.setReply(() => ({
    deltas: ['Hello ', 'from ', 'the 🦆'],
    gate: { before: 2, opened: gate.opened },
  }))
  const sessionId = await server.newSession()
  const { stream } = await sendMessage({ ctx: server.ctx, input: say(sessionId, 'Hi') })
  const elsewhere = (await server.another()).as({ userId: 'local' })
  const watching = [
    watch(server.ctx, stream.id),
    watch(elsewhere, stream.id),
    watch(server.ctx, stream.id, 6),
  ]
  await expect.poll(() => server.ctx.answers.find(stream.id)?.text).toBe('Hello from ')
  gate.open()
  const [whole, other, part] = await Promise.all(watching)
  const [, message] = await server.rows(sessionId, 2)
  const end = { type: 'ended', status: 'finalized', message }
  expect(whole).toEqual({ text: 'Hello from the 🦆', end })
  expect(other).toEqual(whole)
  expect(part).toEqual({ text: 'from the 🦆', end })
  expect(await watch(server.ctx, stream.id)).toEqual(whole)
})

test('a stream that is not there, or of somebody else, is the same NOT_FOUND', async () => {
  const sessionId = await server.newSession()
  const { stream } = await sendMessage({ ctx: server.ctx, input: say(sessionId, 'Hi') })
  const other = server.chat.as({ userId: 'somebody else' })
  const unknown = await watch(server.ctx, uuidv7()).catch((error: unknown) => error)
  const theirs = await watch(other, stream.id).catch((error: unknown) => error)
  expect(theirs).toMatchObject({ code: 'NOT_FOUND' })
  expect(theirs).toEqual(unknown)
})
