import { expect, test } from 'vitest'
import { endlessAnswer } from '../testing/endless-answer.ts'
import { useChat } from '../testing/use-chat.ts'
import { listStreams } from './list.ts'
import { stopStream } from './stop.ts'

const server = useChat()

test('the text so far is counted where the answer is written, and 0 elsewhere and once it is over', async () => {
  const elsewhere = await server.peer()
  const { sessionId, streamId } = await endlessAnswer(server)
  const listed = async (ctx: typeof elsewhere) => (await listStreams({ ctx, input: { sessionId } })).streams
  const written = 'Some text'.length
  expect(await listed(server.ctx)).toMatchObject([{ id: streamId, status: 'open', offset: written }])
  expect(await listed(elsewhere)).toMatchObject([{ id: streamId, status: 'open', offset: 0 }])
  const { stream } = await stopStream({ ctx: server.ctx, input: { streamId } })
  expect(stream).toMatchObject({ offset: written })
  await server.rows(sessionId, 2)
  expect(await listed(server.ctx)).toEqual([])
  const again = await stopStream({ ctx: server.ctx, input: { streamId } })
  expect(again.stream).toMatchObject({ status: 'stopped', offset: 0 })
})
