import type { Db } from '../db.ts'
import { run } from '../run.ts'

/** A session that somebody shows. */
export interface Shown {
  userId: string
  sessionId: string
}

/** The message counts of sessions of many users, in one statement; what is deleted or not the user's is missing. */
export async function countShown(
  db: Db,
  shown: readonly Shown[],
): Promise<(Shown & { messageCount: number })[]> {
  const rows = await run(
    db,
    (sql) => sql<{ user_id: string; session_id: string; message_count: number }[]>`
      select * from count_shown(${shown.map(({ userId }) => userId)}, ${shown.map(({ sessionId }) => sessionId)})`,
  )
  return rows.map((row) => ({
    userId: row.user_id,
    sessionId: row.session_id,
    messageCount: row.message_count,
  }))
}
