import type { Db } from './db.ts'
import { ACQUIRE_MS } from './pool/pool.ts'
import { run, type Statements } from './run.ts'

/**
 * How long the statement may wait for a lock. At worst it waits three times, in the queue for the session's row, for its
 * holder and for the session's lock; all of it stays below 2.5 s.
 */
export const LOCK_WAIT_MS = 800

/** Runs a statement that writes in a session: it waits for the session's turn in this process, then for a connection. */
export function runInTurn<Result>(
  db: Db,
  { userId, sessionId }: { userId: string; sessionId: string },
  statement: (sql: Statements) => Promise<Result>,
): Promise<Result> {
  const began = performance.now()
  return db.turns.take(sessionId, ACQUIRE_MS, () => run(db, statement, { pool: db.waits, began, userId }))
}
