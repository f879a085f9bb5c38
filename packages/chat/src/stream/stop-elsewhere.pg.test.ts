import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Context } from '../context.ts'
import { sendMessage } from '../message/send.ts'
import { Sweep } from '../recovery/sweep.ts'
import { deleteSession } from '../session/delete.ts'
import { restoreSession } from '../session/restore.ts'
import { endlessAnswer } from '../testing/endless-answer.ts'
import { openTab } from '../testing/open-tab.ts'
import { say, useChat } from '../testing/use-chat.ts'
import { listStreams } from './list.ts'
import { stopStream } from './stop.ts'

const server = useChat()
// What is told has to do it: a sweep would find it too, up to a second later.
beforeAll(() => void vi.spyOn(Sweep.prototype, 'run').mockResolvedValue())
afterAll(() => void vi.restoreAllMocks())

async function statusOf(ctx: Context, sessionId: string, streamId: string): Promise<string | undefined> {
  const { streams } = await listStreams({ ctx, input: { sessionId } })
  return streams.find(({ id }) => id === streamId)?.status
}

test('a stop at another server ends the answer with its text, and the request to the model', async () => {
  const elsewhere = await server.peer()
  const { sessionId, streamId, asked } = await endlessAnswer(server)
  const tab = await openTab(elsewhere, { sessionIds: [sessionId] })
  const { stream } = await stopStream({ ctx: elsewhere, input: { streamId } })
  expect(stream).toMatchObject({ id: streamId, status: 'open' })
  await expect(asked.ended).resolves.toBe('client-closed')
  const [, answer] = await server.rows(sessionId, 2)
  expect(answer).toMatchObject({ id: streamId, content: 'Some text', finishReason: 'stopped' })
  const end = { type: 'stream-ended', streamId, sessionId, status: 'stopped', messageIndex: 1, offset: 9 }
  await expect.poll(() => tab.events).toContainEqual(end)
  const again = await stopStream({ ctx: elsewhere, input: { streamId } })
  expect(again.stream).toMatchObject({ id: streamId, status: 'stopped' })
})

test('a stop at another server of an answer that waits leaves no row, and the running one goes on', async () => {
  const elsewhere = await server.peer()
  const { sessionId, streamId } = await endlessAnswer(server)
  const waiting = await sendMessage({ ctx: server.ctx, input: say(sessionId, 'two') })
  await stopStream({ ctx: elsewhere, input: { streamId: waiting.stream.id } })
  await expect.poll(() => statusOf(elsewhere, sessionId, waiting.stream.id)).toBe('stopped')
  expect(server.ctx.answers.find(streamId)?.text).toBe('Some text')
  await stopStream({ ctx: elsewhere, input: { streamId } })
  await server.rows(sessionId, 3)
})

test('a session deleted at another server ends its answer, whose text is there when it is restored', async () => {
  const elsewhere = await server.peer()
  const { sessionId, streamId, asked } = await endlessAnswer(server)
  await deleteSession({ ctx: elsewhere, input: { sessionId } })
  await expect(asked.ended).resolves.toBe('client-closed')
  await expect.poll(() => server.ctx.answers.find(streamId)).toBeUndefined()
  await restoreSession({ ctx: elsewhere, input: { sessionId } })
  const [, answer] = await server.rows(sessionId, 2)
  expect(answer).toMatchObject({ id: streamId, content: 'Some text', finishReason: 'stopped' })
})

test('a session erased at another server ends the request to the model, and leaves nothing', async () => {
  const elsewhere = await server.peer()
  const { sessionId, streamId, asked } = await endlessAnswer(server)
  await deleteSession({ ctx: elsewhere, input: { sessionId, forever: true } })
  await expect(asked.ended).resolves.toBe('client-closed')
  await expect.poll(() => server.ctx.answers.find(streamId)).toBeUndefined()
  expect(await server.sql`select from messages where session_id = ${sessionId}`).toHaveLength(0)
})

test('answers of one session asked for at two servers are written one after another, in the order of asking', async () => {
  const elsewhere = await server.peer()
  const { sessionId, streamId } = await endlessAnswer(server)
  server.model.setReply(() => ({ deltas: ['done'] }))
  const second = await sendMessage({ ctx: elsewhere, input: say(sessionId, 'two') })
  const third = await sendMessage({ ctx: server.ctx, input: say(sessionId, 'three') })
  await stopStream({ ctx: server.ctx, input: { streamId } })
  const rows = await server.rows(sessionId, 6)
  expect(rows.slice(3).map(({ id }) => id)).toEqual([streamId, second.stream.id, third.stream.id])
})
