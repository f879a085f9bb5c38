import { must } from '@duck/protocol'
import type { Db } from '../db.ts'
import { openHistory } from '../legacy/open-history.ts'
import { run } from '../run.ts'

export interface SessionState {
  messageCount: number
  headId: string | null
}

/**
 * The session's message count and head, by one descent each.
 *
 * @throws NOT_FOUND no such session of this user.
 */
export async function getSessionState(db: Db, userId: string, sessionId: string): Promise<SessionState> {
  await openHistory(db, { userId, sessionId })
  const rows = await run(
    db,
    (sql) => sql<{ message_count: number; head_id: string | null }[]>`
      select message_count, head_id from get_session_state(${userId}, ${sessionId})`,
    { userId },
  )
  const row = must(rows[0], 'session state')
  return { messageCount: row.message_count, headId: row.head_id }
}

/** Message counts of those of the sessions that are the user's and live; others are left out. */
export async function countSessions(
  db: Db,
  userId: string,
  sessionIds: readonly string[],
): Promise<Record<string, number>> {
  if (sessionIds.length === 0) return {}
  const rows = await run(
    db,
    (sql) => sql<{ id: string; message_count: number }[]>`
      select session_id as id, message_count from session_states(${userId}, ${[...sessionIds]})
      where not deleted`,
    { userId },
  )
  return Object.fromEntries(rows.map((row) => [row.id, row.message_count]))
}
