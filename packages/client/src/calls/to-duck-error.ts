import { DuckError, ERROR_CODES, type ErrorFacts, failureOf } from '@duck/protocol'

/** What went wrong, in the server's words; `SERVICE_UNAVAILABLE` with reason `no-answer` where it said nothing. */
export function toDuckError(error: unknown): DuckError {
  if (error instanceof DuckError) return error
  const { code, message, reason, retryAfterMs } = failureOf(error)
  const known = ERROR_CODES.find((each) => each === code)
  if (known)
    return new DuckError(known, message, { ...factsOf(error), ...some({ reason, retryAfterMs }) }, error)
  return new DuckError('SERVICE_UNAVAILABLE', 'The server did not answer.', { reason: 'no-answer' }, error)
}

function factsOf(error: unknown): ErrorFacts {
  const data: unknown = typeof error === 'object' && error !== null && 'data' in error ? error.data : null
  if (typeof data !== 'object' || data === null) return {}
  const field = 'field' in data && typeof data.field === 'string' ? data.field : null
  const count =
    'actualMessageCount' in data && typeof data.actualMessageCount === 'number'
      ? data.actualMessageCount
      : null
  return some({ field, actualMessageCount: count })
}

/** Those that are there. */
function some<Value>(facts: Record<string, Value | null>): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(facts).filter((entry): entry is [string, Value] => entry[1] !== null),
  )
}
