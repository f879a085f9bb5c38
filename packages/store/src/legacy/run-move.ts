import type { Db } from '../db.ts'
import { run, type Statements } from '../run.ts'

/**
 * Runs a statement of the move of an old app's arrays, on connections of its own; null where there is none, or no more.
 *
 * @throws DuckError whatever went wrong.
 */
export async function runMove<Result>(
  db: Db,
  statement: (sql: Statements) => Promise<Result>,
): Promise<Result | null> {
  const { legacy } = db
  if (!legacy) return null
  return await legacy.unlessOver(() => run(db, statement, { pool: legacy.pool }))
}
