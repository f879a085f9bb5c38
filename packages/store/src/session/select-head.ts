import { must } from '@duck/protocol'
import type { Db } from '../db.ts'
import type { SessionState } from '../message/count.ts'
import { LOCK_WAIT_MS, runInTurn } from '../run-in-turn.ts'

export interface SelectHeadInput {
  userId: string
  sessionId: string
  messageId: string
}

/**
 * Shows the line that ends in a message, until a later message moves the head; the next append follows it.
 *
 * @throws NOT_FOUND no such session of this user; BAD_REQUEST field `messageId`; SERVICE_UNAVAILABLE.
 */
export async function selectHead(db: Db, input: SelectHeadInput): Promise<SessionState> {
  const { userId, sessionId, messageId } = input
  const rows = await runInTurn(
    db,
    input,
    (sql) => sql<{ message_count: number; head_id: string }[]>`
      select message_count, head_id from select_head(${userId}, ${sessionId}, ${messageId}, ${LOCK_WAIT_MS})`,
  )
  const row = must(rows[0], 'session state')
  return { messageCount: row.message_count, headId: row.head_id }
}
