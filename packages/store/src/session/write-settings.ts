import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '../db.ts'
import { run } from '../run.ts'

type Transaction = Parameters<Parameters<Db['orm']['transaction']>[0]>[0]

// A statement queues for the row behind others, then waits for its holder: two waits, each with a time-out.
const LOCK_TIMEOUT: SQL = sql`set local lock_timeout = '1s'`

/** Runs one writing statement that waits at most 2 s for a row someone holds, then SERVICE_UNAVAILABLE. */
export function writeSettings<Result>(db: Db, write: (tx: Transaction) => Promise<Result>): Promise<Result> {
  return run(() =>
    db.orm.transaction(async (tx) => {
      await tx.execute(LOCK_TIMEOUT)
      return write(tx)
    }),
  )
}
