import type { Session } from '@duck/protocol'
import { and, gt, sql } from 'drizzle-orm'
import type { Db } from '../db.ts'
import { chatSessions } from '../schema/tables.ts'
import { asUser } from './as-user.ts'
import { sessionColumns, toSession } from './columns.ts'
import { noSuchSession, ownLive } from './get.ts'

export interface MarkReadInput {
  userId: string
  sessionId: string
  messageIndex: number
}

/**
 * Notes up to which message the user has read. The mark never goes back, nor above the last message. `moved` tells whether
 * it went on.
 *
 * @throws NOT_FOUND no such session of this user; SERVICE_UNAVAILABLE when someone holds it.
 */
export function markRead(db: Db, input: MarkReadInput): Promise<{ session: Session; moved: boolean }> {
  const own = ownLive(input.userId, input.sessionId)
  const upTo = sql<number>`least(${input.messageIndex}::integer, ${sessionColumns.messageCount} - 1)`
  return asUser(db, input.userId, async (tx) => {
    const [moved] = await tx
      .update(chatSessions)
      .set({ lastReadIndex: upTo })
      .where(and(own, gt(upTo, chatSessions.lastReadIndex)))
      .returning(sessionColumns)
    const [row] = moved ? [moved] : await tx.select(sessionColumns).from(chatSessions).where(own)
    if (!row) throw noSuchSession()
    return { session: toSession(row), moved: moved !== undefined }
  })
}
