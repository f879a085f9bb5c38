import { type Stream, uuidv7 } from '@duck/protocol'
import { LiveAnswer } from '../answer/live-answer.ts'

/** A queued stream of a session. */
export function queuedStream(sessionId: string, given: Partial<Stream> = {}): Stream {
  return {
    id: uuidv7(),
    sessionId,
    promptId: uuidv7(),
    model: 'duck/duck',
    status: 'queued',
    offset: 0,
    errorClass: null,
    startedAt: new Date(0).toISOString(),
    endedAt: null,
    ...given,
  }
}

/** An answer in a session, of `local` unless told otherwise. */
export function answerIn(sessionId: string, userId = 'local'): LiveAnswer {
  return new LiveAnswer(userId, queuedStream(sessionId))
}
