import { DuckError, type ErrorCode, type ErrorFacts, HTTP_STATUS } from '@duck/protocol'
import type { Outcome } from '../history.ts'

/** How a call that failed came out: a 4xx refuses it, anything else leaves open whether it happened. */
export function outcomeOf(code: ErrorCode, { reason, actualMessageCount }: ErrorFacts): Outcome<never> {
  // 429 asks to come again, as 503 does.
  if (HTTP_STATUS[code] >= 500 || code === 'TOO_MANY_REQUESTS')
    return { kind: 'unknown', code: reason ?? code }
  return {
    kind: 'refused',
    code,
    ...(reason === undefined ? {} : { reason }),
    ...(actualMessageCount === undefined ? {} : { actualMessageCount }),
  }
}

/** The same for what the store throws; a fault without a name of ours is told by its SQLSTATE. */
export function outcomeOfError(error: unknown): Outcome<never> {
  if (!(error instanceof DuckError)) return { kind: 'unknown', code: nameOf(error) }
  if (error.code !== 'INTERNAL_SERVER_ERROR') return outcomeOf(error.code, error.facts)
  return { kind: 'unknown', code: `${error.code} ${nameOf(error.cause)}` }
}

function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  return 'code' in error ? String(error.code) : error.name
}
