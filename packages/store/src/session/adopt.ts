import type { Db } from '../db.ts'
import { run } from '../run.ts'

/**
 * Gives all sessions of one user to another, in one commit; safe to repeat.
 *
 * @returns how many.
 * @throws SERVICE_UNAVAILABLE `session-busy` when someone holds one of them.
 */
export async function adoptSessions(db: Db, from: string, to: string): Promise<number> {
  const [row] = await run(
    db,
    (sql) => sql<{ count: number }[]>`select adopt_sessions(${from}, ${to}) as count`,
    {
      pool: db.waits,
    },
  )
  return row?.count ?? 0
}
