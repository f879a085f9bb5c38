import { DuckError } from '@duck/protocol'

/** What new work gets from a server that is about to end; another one, or the next start, takes it. */
export function serverStopping(): DuckError {
  return new DuckError('SERVICE_UNAVAILABLE', 'The server is stopping.', {
    reason: 'stopping',
    retryAfterMs: 2000,
  })
}
