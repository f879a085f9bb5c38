import { DuckError, type Message } from '@duck/protocol'
import type { Db } from '../db.ts'
import { run } from '../run.ts'
import { type MessageRow, toMessage } from './rows.ts'

/**
 * One message of the user's, whatever its session.
 *
 * @throws NOT_FOUND unknown, another's, or in a deleted session.
 */
export async function getMessage(db: Db, userId: string, messageId: string): Promise<Message> {
  const rows = await run(
    () => db.sql<MessageRow[]>`
      select m.* from messages m join chat_sessions s on s.id = m.session_id
      where m.id = ${messageId} and s.user_id = ${userId} and s.deleted_at is null`,
  )
  if (!rows[0]) throw new DuckError('NOT_FOUND', 'There is no such message.')
  return toMessage(rows[0])
}
