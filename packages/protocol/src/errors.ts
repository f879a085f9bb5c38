/** Every way a call can be refused or fail. The names are tRPC's, so that clients need no second table. */
export const ERROR_CODES = [
  'NOT_FOUND',
  'CONFLICT',
  'BAD_REQUEST',
  'UNAUTHORIZED',
  'FORBIDDEN',
  'PAYLOAD_TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
  'METHOD_NOT_SUPPORTED',
  'TOO_MANY_REQUESTS',
  'SERVICE_UNAVAILABLE',
  'INTERNAL_SERVER_ERROR',
] as const
export type ErrorCode = (typeof ERROR_CODES)[number]

/** The HTTP status of each code, the same for tRPC and REST. */
export const HTTP_STATUS: Record<ErrorCode, number> = {
  BAD_REQUEST: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  METHOD_NOT_SUPPORTED: 405,
  CONFLICT: 409,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  TOO_MANY_REQUESTS: 429,
  INTERNAL_SERVER_ERROR: 500,
  SERVICE_UNAVAILABLE: 503,
}

export interface ErrorFacts {
  /** The input field at fault. */
  field?: string | undefined
  /** A word for programs, e.g. `id-reused`, `model-unavailable`. */
  reason?: string | undefined
  /** With CONFLICT on `expectedMessageCount`: what the count is. */
  actualMessageCount?: number | undefined
  /** With 429 and 503: milliseconds after which a retry makes sense. */
  retryAfterMs?: number | undefined
}

/** The one error that crosses rooms. The message is safe to show: it never holds a driver's text. */
export class DuckError extends Error {
  override readonly name = 'DuckError'
  readonly code: ErrorCode
  readonly facts: ErrorFacts

  constructor(code: ErrorCode, message: string, facts: ErrorFacts = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    this.facts = facts
  }
}
