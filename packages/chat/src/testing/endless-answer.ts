import { must } from '@duck/protocol'
import type { RecordedRequest } from '@duck/testing/model-server'
import { expect } from 'vitest'
import { sendMessage } from '../message/send.ts'
import { say, type TestChat } from './use-chat.ts'

export interface EndlessAnswer {
  sessionId: string
  streamId: string
  /** What the model was asked. */
  asked: RecordedRequest
}

/** An answer at the first server, 'Some text' by now, that goes on until it is stopped. */
export async function endlessAnswer(server: TestChat): Promise<EndlessAnswer> {
  server.model.setReply(() => ({ deltas: ['Some ', 'text'], end: 'hang' }))
  const sessionId = await server.newSession()
  const { stream } = await sendMessage({ ctx: server.ctx, input: say(sessionId, 'Hi') })
  await expect.poll(() => server.ctx.answers.find(stream.id)?.text).toBe('Some text')
  return { sessionId, streamId: stream.id, asked: must(server.model.requests.at(-1), 'request') }
}
