import { sql } from 'drizzle-orm'
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import type { Db } from '../db.ts'
import { transaction } from '../pool/transaction.ts'
import { retry } from '../run.ts'

/** Drizzle, on the connection whose transaction it is. */
export type Transaction = PostgresJsDatabase

// A statement queues for the row behind others, then waits for its holder: two waits, each with this time-out.
const LOCK_TIMEOUT = '1s'

/**
 * Runs statements in one transaction in which row level security sees the user, which waits at most 2 s for a row that
 * someone holds, and whose commit is durable.
 *
 * @throws SERVICE_UNAVAILABLE, or what the work throws.
 */
export function asUser<Result>(
  db: Db,
  userId: string,
  work: (tx: Transaction) => Promise<Result>,
): Promise<Result> {
  const began = performance.now()
  const { settings } = db
  return retry(db, () =>
    settings.run(
      (connection) =>
        transaction(connection, async () => {
          const { orm } = connection
          await orm.execute(sql`
            select set_config('app.user_id', ${userId}, true), set_config('lock_timeout', ${LOCK_TIMEOUT}, true),
              case current_setting('synchronous_commit') when 'off' then set_config('synchronous_commit', 'on', true) end`)
          return work(orm)
        }),
      { began, userId },
    ),
  )
}
