import type { ErrorCode } from '@duck/protocol'

/** What stands in the database before anything hostile comes; ids of the caller's own, unless it says otherwise. */
export interface Fixture {
  sessionId: string
  /** A session of the caller's with nothing in it. */
  emptySessionId: string
  /** A user's message in `sessionId`. */
  messageId: string
  /** An answer that is a row of `sessionId` by now. */
  answerId: string
  /** An answer that is running and stays so. */
  runningStreamId: string
  /** Another user's session, and a message in it. */
  theirSessionId: string
  theirMessageId: string
}

/** How a call is to be refused; what is not named may be anything. */
export interface Refusal {
  status: number
  code?: ErrorCode | undefined
  field?: string | undefined
  reason?: string | undefined
}

interface Named {
  /** The row of the list that it belongs to. */
  row: string
  what: string
}

/** A procedure's call: made over HTTP, over the WebSocket and, where there is a route for it, over REST. */
export interface Call extends Named {
  procedure: string
  act: 'query' | 'mutation'
  input: (at: Fixture) => unknown
  /** Null for a call that is to succeed; what it makes must be read back equal. */
  refusal: Refusal | null
  /** A query string cannot say it, or says something else with it. */
  notRest?: true
}

/** An HTTP request as it is; with JSON as its type unless told otherwise. */
export interface Raw extends Named {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS'
  path: (at: Fixture) => string
  headers?: Record<string, string>
  body?: string | ((at: Fixture) => string)
  refusal: Refusal
}

/** A WebSocket frame as it is; the refusal is the answer's, null when there need not be one. */
export interface Frame extends Named {
  frame: string | Uint8Array
  refusal: Refusal | null
}

export const refused = (status: number, code: ErrorCode, field?: string, reason?: string): Refusal => ({
  status,
  code,
  field,
  reason,
})

export const ID = '0198aa00-0000-7abc-8def-0123456789ab'

/** Inputs of an append with one thing wrong. */
export function appends(
  row: string,
  cases: readonly (readonly [
    what: string,
    given: object | ((at: Fixture) => object),
    refusal: Refusal | null,
  ])[],
): Call[] {
  return cases.map(([what, given, refusal]) => ({
    row,
    what,
    procedure: 'message.append',
    act: 'mutation',
    input: (at) => ({
      sessionId: at.sessionId,
      id: crypto.randomUUID(),
      role: 'user',
      content: 'Quack',
      ...(typeof given === 'function' ? given(at) : given),
    }),
    refusal,
  }))
}
