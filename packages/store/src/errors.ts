import { DuckError, type ErrorCode, type ErrorFacts } from '@duck/protocol'
import type postgres from 'postgres'

type Meaning = (error: postgres.PostgresError) => [ErrorCode, string, ErrorFacts?]

const AWAY: Meaning = () => [
  'SERVICE_UNAVAILABLE',
  'The database cannot be reached.',
  { reason: 'database-away', retryAfterMs: 1000 },
]
const BUSY: Meaning = () => [
  'SERVICE_UNAVAILABLE',
  'The session is busy.',
  { reason: 'session-busy', retryAfterMs: 500 },
]
const FULL: Meaning = () => [
  'SERVICE_UNAVAILABLE',
  'The storage is full.',
  { reason: 'storage-full', retryAfterMs: 5000 },
]

/** Two took one index: only where the database's default is a higher isolation level than ours. */
const PLACE_TAKEN = 'messages_session_id_message_index_key'

/** What each SQLSTATE means to a caller; never told by an error's text. */
const BY_SQLSTATE: Record<string, Meaning> = {
  QK400: (error) => ['BAD_REQUEST', 'The value does not fit this session.', { field: error.column_name }],
  QK404: () => ['NOT_FOUND', 'There is no such session.'],
  QK409: () => ['CONFLICT', 'The id is taken by something else.', { reason: 'id-reused' }],
  QK412: (error) => [
    'CONFLICT',
    'The session has another message count.',
    { reason: 'message-count', actualMessageCount: Number(error.detail) },
  ],
  '23505': (error) =>
    error.constraint_name === PLACE_TAKEN
      ? BUSY(error)
      : ['CONFLICT', 'The id is taken by something else.', { reason: 'id-reused' }],
  // Met only when it was tried again in vain: a batch that could not be numbered, an isolation level that was named.
  QK501: BUSY,
  QK502: BUSY,
  // A pooler's own errors are protocol violations to it.
  '08000': AWAY,
  '08001': AWAY,
  '08003': AWAY,
  '08004': AWAY,
  '08006': AWAY,
  '08007': AWAY,
  '08P01': AWAY,
  '25006': FULL,
  '25P03': AWAY,
  '25P04': AWAY,
  // The way is being rebuilt: another password, a database that is renamed or lets nobody in.
  '28000': AWAY,
  '28P01': AWAY,
  '3D000': AWAY,
  '40001': BUSY,
  '40P01': BUSY,
  '53100': FULL,
  '53200': AWAY,
  '53300': AWAY,
  '55P03': BUSY,
  '57014': BUSY,
  '57P01': AWAY,
  '57P02': AWAY,
  '57P03': AWAY,
  '57P04': AWAY,
  '57P05': AWAY,
  // postgres.js's own codes and the sockets' below it
  CONNECTION_CLOSED: AWAY,
  CONNECTION_DESTROYED: AWAY,
  CONNECTION_ENDED: AWAY,
  CONNECT_TIMEOUT: AWAY,
  EADDRNOTAVAIL: AWAY,
  EAI_AGAIN: AWAY,
  ECONNABORTED: AWAY,
  ECONNREFUSED: AWAY,
  ECONNRESET: AWAY,
  EHOSTDOWN: AWAY,
  EHOSTUNREACH: AWAY,
  EMFILE: AWAY,
  ENETDOWN: AWAY,
  ENETUNREACH: AWAY,
  ENFILE: AWAY,
  ENOENT: AWAY,
  ENOTFOUND: AWAY,
  EPIPE: AWAY,
  ETIMEDOUT: AWAY,
}

/** The driver's error in our words; anything unknown is INTERNAL_SERVER_ERROR with the driver's as its cause. */
export function toDuckError(error: unknown): DuckError {
  if (error instanceof DuckError) return error
  const coded = withCode(error)
  const meaning = coded && BY_SQLSTATE[coded.code]
  if (!meaning) return new DuckError('INTERNAL_SERVER_ERROR', 'Something went wrong.', {}, error)
  const [code, message, facts] = meaning(coded as postgres.PostgresError)
  return new DuckError(code, message, facts, error)
}

/** The error's SQLSTATE or socket code, '' when it has none. */
export function sqlstate(error: unknown): string {
  return withCode(error)?.code ?? ''
}

/** Whether it came from the way to Postgres or from one that is going, and so the connection is no good any more. */
export function meansAway(error: unknown): boolean {
  if (error instanceof DuckError) return error.facts.reason === 'database-away'
  return BY_SQLSTATE[sqlstate(error)] === AWAY
}

/** Whether the connection, or all of the database, only reads. */
export function isReadOnly(error: unknown): boolean {
  return sqlstate(error) === '25006'
}

/** Whether someone held a lock for longer than the call would wait. */
export function isLockTimeout(error: unknown): error is DuckError {
  return error instanceof DuckError && sqlstate(error.cause) === '55P03'
}

/** The constraint that refused the statement, null when none did. */
export function constraintOf(error: unknown): string | null {
  const coded = withCode(error)
  const name: unknown = coded && Reflect.get(coded, 'constraint_name')
  return typeof name === 'string' && name !== '' ? name : null
}

/** The first of an error and its causes that has a code: Drizzle wraps the driver's. */
function withCode(error: unknown): (Error & { code: string }) | null {
  if (!(error instanceof Error)) return null
  if ('code' in error && typeof error.code === 'string') return error as Error & { code: string }
  return withCode(error.cause)
}
