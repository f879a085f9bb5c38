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
  const rows = await run(db, (sql) => sql<MessageRow[]>`select * from get_message(${userId}, ${messageId})`, {
    userId,
  })
  if (!rows[0]) throw new DuckError('NOT_FOUND', 'There is no such message.')
  return toMessage(rows[0])
}
