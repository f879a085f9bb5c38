import { setTimeout as pause } from 'node:timers/promises'
import { DuckError } from '@duck/protocol'
import { sqlstate } from '../errors.ts'

const WAIT_MS = 100
const TRIES = 300
const LOCK_TIMEOUT = '55P03'
const DEADLOCK = '40P01'
const AGAIN = new Set<unknown>([LOCK_TIMEOUT, DEADLOCK])

/**
 * Does what needs the old app's table for itself. Whoever waits for the table for long holds up all that come after, so it is to
 * wait for a lock as long as it is told, in milliseconds; then it is done again a moment later, `most` times.
 *
 * @throws SERVICE_UNAVAILABLE when the old app never let it in.
 */
export async function whenFree(
  act: (waitMs: number) => Promise<unknown>,
  most: number = TRIES,
): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await act(WAIT_MS)
      return
    } catch (error) {
      if (!AGAIN.has(sqlstate(error instanceof Error && error.cause ? error.cause : error))) throw error
      if (tries === most)
        throw new DuckError(
          'SERVICE_UNAVAILABLE',
          'Somebody uses chat_sessions all the time, and never let it go for a moment.',
          {},
          error,
        )
      await pause(WAIT_MS * (0.5 + Math.random()))
    }
  }
}
