import { sql } from 'drizzle-orm'
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import type { Db } from '../db.ts'
import { retry } from '../run.ts'

export type Transaction = Parameters<Parameters<PostgresJsDatabase['transaction']>[0]>[0]

// A statement queues for the row behind others, then waits for its holder: two waits, each with this time-out.
const LOCK_TIMEOUT = '1s'

/**
 * Runs statements in one transaction in which row level security sees the user, and which waits at most 2 s for a row
 * that someone holds.
 *
 * @throws SERVICE_UNAVAILABLE, or what the work throws.
 */
export function asUser<Result>(
  db: Db,
  userId: string,
  work: (tx: Transaction) => Promise<Result>,
): Promise<Result> {
  return retry(db, () =>
    db.settings.run(({ orm }) =>
      orm.transaction(async (tx) => {
        await tx.execute(
          sql`select set_config('app.user_id', ${userId}, true), set_config('lock_timeout', ${LOCK_TIMEOUT}, true)`,
        )
        return work(tx)
      }),
    ),
  )
}
