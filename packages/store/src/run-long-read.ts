import type { Db } from './db.ts'
import { ACQUIRE_MS } from './pool/pool.ts'
import { run, type Statements } from './run.ts'

const EVERYBODY = 'everybody'

/**
 * Runs a read that may take a second: two at once in this process, so that they leave the connections to the others, and
 * two of one user's in the queue for it. The others wait.
 *
 * @throws SERVICE_UNAVAILABLE `pool-full` after 2 s, or what went wrong.
 */
export function runLongRead<Result>(
  db: Db,
  userId: string,
  statement: (sql: Statements) => Promise<Result>,
): Promise<Result> {
  const began = performance.now()
  const left = () => began + ACQUIRE_MS - performance.now()
  return db.longReads.take(`user ${userId}`, left(), () =>
    db.longReads.take(EVERYBODY, left(), () => run(db, statement, { began })),
  )
}
