import { LIMITS, type MessageList } from '@duck/protocol'
import type { Db } from '../db.ts'
import { listPage } from './list.ts'

export interface LineInput {
  userId: string
  sessionId: string
  /** Index of the oldest message one has: what stands above it on its own line. */
  before?: number | undefined
  limit?: number | undefined
}

/**
 * One page of the active line, ascending, with the count and head of the same snapshot; the newest without `before`. It
 * is bounded as a page of listMessages is, and reads no more than it gives.
 *
 * @throws NOT_FOUND no such session of this user.
 */
export function listLine(db: Db, input: LineInput): Promise<MessageList> {
  const { userId, sessionId, before = null, limit = LIMITS.pageDefaultRows } = input
  return listPage(
    db,
    input,
    (sql) =>
      sql`select * from get_session_line(${userId}, ${sessionId}, ${before}, ${limit}, ${LIMITS.pageBytes})`,
  )
}
