import type { FinishReason } from './message.ts'
import type { ErrorClass } from './stream.ts'

/** Why a stream is `interrupted`; every other error class says why one `failed`. */
export type InterruptionClass = Extract<ErrorClass, 'server-stopped' | 'server-died'>
export type FailureClass = Exclude<ErrorClass, InterruptionClass>

/** How a stream ended, and what it has then. */
export type StreamEnding =
  | { status: 'finalized'; finishReason: 'completed' | 'truncated' }
  | { status: 'stopped' }
  | { status: 'failed'; errorClass: FailureClass }
  | { status: 'interrupted'; errorClass: InterruptionClass }

/**
 * What ends a stream. `finished`: the model was done, or a limit was reached. `stop-asked`: as its writer hears of it.
 * `server-stopped` and `server-died`: the server that writes it.
 */
export type EndingEvent =
  | { type: 'finished'; finishReason: 'completed' | 'truncated' }
  | { type: 'stop-asked' }
  | { type: 'failed'; errorClass: FailureClass }
  | { type: 'server-stopped' }
  | { type: 'server-died' }

export function endingOf(event: EndingEvent): StreamEnding {
  switch (event.type) {
    case 'finished':
      return { status: 'finalized', finishReason: event.finishReason }
    case 'stop-asked':
      return { status: 'stopped' }
    case 'failed':
      return { status: 'failed', errorClass: event.errorClass }
    case 'server-stopped':
    case 'server-died':
      return { status: 'interrupted', errorClass: event.type }
  }
}

/** What the row of a stream that ended so says of its end. */
export function finishReasonOf(ending: StreamEnding): FinishReason {
  return ending.status === 'finalized' ? ending.finishReason : ending.status
}

export function errorClassOf(ending: StreamEnding): ErrorClass | null {
  return ending.status === 'failed' || ending.status === 'interrupted' ? ending.errorClass : null
}

/** The row that a stream becomes: null without text, whatever its ending. */
export function rowOf(
  ending: StreamEnding,
  text: string,
): { content: string; finishReason: FinishReason } | null {
  return text.trim() === '' ? null : { content: text, finishReason: finishReasonOf(ending) }
}
