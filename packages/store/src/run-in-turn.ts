import type { Db } from './db.ts'
import { ACQUIRE_MS } from './pool/pool.ts'
import { run, type Statements } from './run.ts'

/**
 * How long the statement may wait for the session's lock. Where others queue for the session's row it waits twice;
 * with the wait for a connection all of it stays below 2.5 s.
 */
export const LOCK_WAIT_MS = 1_200

/** Runs a statement that writes in a session: it waits for the session's turn in this process, then for a connection. */
export function runInTurn<Result>(
  db: Db,
  sessionId: string,
  statement: (sql: Statements) => Promise<Result>,
): Promise<Result> {
  const until = performance.now() + ACQUIRE_MS
  const left = () => until - performance.now()
  return db.turns.take(sessionId, left(), () => run(db, statement, { withinMs: left() }))
}
