import type { Db } from './db.ts'
import { ACQUIRE_MS } from './pool/pool.ts'
import { run, type Statements } from './run.ts'

/**
 * Runs a read that may take a second: two at once in this process, so that they leave the connections to the others, and
 * one of a user's. The others wait.
 *
 * @throws SERVICE_UNAVAILABLE `pool-full` after 2 s, or what went wrong.
 */
export async function runLongRead<Result>(
  db: Db,
  userId: string,
  statement: (sql: Statements) => Promise<Result>,
): Promise<Result> {
  const began = performance.now()
  using _turn = await db.longReads.acquire(ACQUIRE_MS, userId)
  return await run(db, statement, { began, userId })
}
