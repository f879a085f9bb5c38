import type { Db } from '../db.ts'
import { run } from '../run.ts'

/**
 * Hides a session, or erases it with all its messages.
 *
 * @returns ids of its streams that were still running
 * @throws NOT_FOUND no such session of this user.
 */
export async function deleteSession(
  db: Db,
  userId: string,
  sessionId: string,
  forever: boolean,
): Promise<string[]> {
  const rows = await run(
    db,
    (sql) => sql<{ id: string }[]>`select id from delete_session(${userId}, ${sessionId}, ${forever}) as id`,
    { userId },
  )
  return rows.map((row) => row.id)
}
