import { ERROR_CODES, HTTP_STATUS } from './errors.ts'

/** What a failed call tells, as far as it tells anything. */
export interface Failure {
  code: string | null
  reason: string | null
  message: string
  retryAfterMs: number | null
  /** The HTTP status, also of answers that are not ours (a proxy's). */
  status: number | null
}

const BUSY = new Set(['TOO_MANY_REQUESTS', 'SERVICE_UNAVAILABLE'])
const SERVER_FAULT_TRIES = 3

export function failureOf(error: unknown): Failure {
  const data = field(error, 'data')
  const status = count(field(field(field(error, 'meta'), 'response'), 'status'))
  return {
    code: text(field(data, 'code')) ?? refusalByStatus(status),
    reason: text(field(data, 'reason')),
    message: text(field(error, 'message')) ?? 'Unknown error',
    retryAfterMs: count(field(data, 'retryAfterMs')),
    status,
  }
}

/**
 * True when the same call may succeed later: no answer, a busy server, a proxy that speaks for it. A fault inside
 * the server is tried a few times only; `attempt` counts the tries made.
 */
export function isTransient(error: unknown, attempt: number): boolean {
  const { code, status } = failureOf(error)
  if (code === 'INTERNAL_SERVER_ERROR') return attempt < SERVER_FAULT_TRIES
  if (code !== null) return BUSY.has(code)
  return status === null || status === 429 || status >= 500 || status < 400
}

/** A refusal that is not in our words, as a body limit before the router makes it. */
function refusalByStatus(status: number | null): string | null {
  if (status === null || status < 400 || status >= 500) return null
  return ERROR_CODES.find((code) => HTTP_STATUS[code] === status) ?? null
}

/** True when the server says that nobody is signed in. */
export function isSignedOut(error: unknown): boolean {
  return failureOf(error).code === 'UNAUTHORIZED'
}

/** True when the thing asked for is not there, or its id is none. */
export function isAbsent(error: unknown): boolean {
  const { code } = failureOf(error)
  return code === 'NOT_FOUND' || code === 'BAD_REQUEST'
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && name in value ? Reflect.get(value, name) : undefined
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

function count(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}
