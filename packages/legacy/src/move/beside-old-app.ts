import { DuckError } from '@duck/protocol'
import type postgres from 'postgres'
import { pause } from './pause.ts'

export type BesideOldApp = (tx: postgres.TransactionSql) => Promise<unknown>

const WAIT_MS = 100
const TRIES = 300
// A lock that was waited for in vain, a deadlock.
const AGAIN = new Set(['55P03', '40P01'])

/**
 * Does it in one short transaction that needs the old app's table for itself: it waits for the table a moment at a time, since
 * everybody who comes after it waits with it.
 *
 * @throws SERVICE_UNAVAILABLE when the table was never free.
 */
export async function besideOldApp(
  sql: postgres.Sql,
  act: BesideOldApp,
  most: number = TRIES,
): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await sql.begin(async (tx) => {
        await tx`select set_config('lock_timeout', ${`${WAIT_MS}ms`}, true)`
        await act(tx)
      })
      return
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && AGAIN.has(String(error.code)))) throw error
      if (tries === most)
        throw new DuckError(
          'SERVICE_UNAVAILABLE',
          'Somebody uses chat_sessions all the time, and never let it go for a moment.',
          {},
          error,
        )
      await pause(WAIT_MS * (0.5 + Math.random()), undefined)
    }
  }
}
