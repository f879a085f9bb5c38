/**
 * What comes after the last delta.
 * - `done` finish_reason `stop`, usage when asked for, `[DONE]`
 * - `length`, `content-filter` the same with that finish_reason
 * - `cut` the connection is destroyed
 * - `hang` nothing, until the client closes
 * - `garbage` a data line that is no JSON, then the response ends
 * - `huge-line` one delta of 10 MiB in one line, then as `done`
 * - `no-finish` the response ends in order, without finish_reason and without `[DONE]`
 * - `done-only` `[DONE]` without a finish_reason, as some small servers do
 * - `error` an error object as an event, then the response ends
 */
export type ScriptEnd =
  | 'done'
  | 'length'
  | 'content-filter'
  | 'cut'
  | 'hang'
  | 'garbage'
  | 'huge-line'
  | 'no-finish'
  | 'done-only'
  | 'error'

/** An answer as data. */
export interface Script {
  /** Text pieces in order; a string is cut into words. */
  deltas: string | readonly string[]
  /** Milliseconds before each delta, or before each one its own; 0, the default, is as fast as possible. */
  delayMs?: number | readonly number[]
  /** Delta number `before` (from 0; the number of deltas = before the end) tells `reached`, and waits for `opened`. */
  gate?: { before: number; opened: Promise<unknown>; reached?: () => void }
  /** Default `done`. */
  end?: ScriptEnd
  /** An HTTP error instead of an answer. */
  status?: number
  /** Body of an HTTP error or of an `error` event; default a message as OpenAI words it. */
  error?: { message: string; type?: string; code?: string | number }
  /** Write in pieces of a few bytes that end inside UTF-8 sequences and SSE lines. */
  splitBytes?: true
  /** Text sent as `reasoning_content` before the first delta. */
  reasoning?: string
}

export interface RequestMessage {
  role: string
  content: string
}

/** A chat completion as it was asked for. */
export interface ModelRequest {
  model: string
  messages: RequestMessage[]
  stream: boolean
  includeUsage: boolean
  /** The header as sent, or null. */
  authorization: string | null
  /** The whole body, for what is not named here. */
  body: unknown
}

export type Reply = (request: ModelRequest) => Script | Promise<Script>

/** The text of the last user message, or '' when there is none. */
export function lastUserText(request: Pick<ModelRequest, 'messages'>): string {
  return request.messages.findLast((message) => message.role === 'user')?.content ?? ''
}
