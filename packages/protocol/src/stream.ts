/** `queued` and `open` run; the others are ends. */
export const STREAM_STATUSES = ['queued', 'open', 'finalized', 'stopped', 'failed', 'interrupted'] as const
export type StreamStatus = (typeof STREAM_STATUSES)[number]
export type StreamEnd = Exclude<StreamStatus, 'queued' | 'open'>

/** Why a stream failed, as a closed list a client can put into words. */
export const ERROR_CLASSES = [
  'model-unreachable',
  'model-unauthorized',
  'model-rate-limited',
  'model-refused',
  'model-broke-off',
  'model-sent-garbage',
  'model-timed-out',
  'empty-answer',
  'server-died',
  'server-stopped',
  'internal',
] as const
export type ErrorClass = (typeof ERROR_CLASSES)[number]

/** An answer while it is being written; its id is the id of the row it becomes. */
export interface Stream {
  id: string
  sessionId: string
  /** The user message it answers. */
  promptId: string
  model: string
  status: StreamStatus
  /** UTF-16 code units of answer text so far. */
  offset: number
  errorClass: ErrorClass | null
  startedAt: string
  endedAt: string | null
}

export function isRunning(status: StreamStatus): status is 'queued' | 'open' {
  return status === 'queued' || status === 'open'
}
