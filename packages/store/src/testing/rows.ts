import { type Message, uuidv7 } from '@duck/protocol'
import type postgres from 'postgres'
import type { Db } from '../db.ts'
import { type AppendInput, appendMessage } from '../message/append.ts'

/** A user's message that follows the head, unless told otherwise. */
export function draft(sessionId: string, given: Partial<AppendInput> = {}): AppendInput {
  return { userId: 'local', sessionId, id: uuidv7(), role: 'user', content: 'Quack', ...given }
}

export async function append(db: Db, sessionId: string, given: Partial<AppendInput> = {}): Promise<Message> {
  return (await appendMessage(db, draft(sessionId, given))).message
}

/** Everything the database holds of a session, to see that nothing changed. */
export async function everythingOf(sql: postgres.Sql, sessionId: string): Promise<unknown> {
  return {
    session: await sql`select * from chat_sessions where id = ${sessionId}`,
    messages: await sql`select * from messages where session_id = ${sessionId} order by message_index`,
    feedback:
      await sql`select * from message_feedback where session_id = ${sessionId} order by message_index`,
    streams: await sql`select * from message_streams where session_id = ${sessionId} order by id`,
    checkpoints: await sql`
      select c.* from stream_checkpoints c join message_streams s on s.id = c.stream_id
      where s.session_id = ${sessionId} order by c.stream_id, c.start_unit`,
  }
}

/** The session's indexes in order: dense when they are 0, 1, 2 … */
export async function indexesOf(sql: postgres.Sql, sessionId: string): Promise<number[]> {
  const rows = await sql<{ message_index: number }[]>`
    select message_index from messages where session_id = ${sessionId} order by message_index`
  return rows.map((row) => row.message_index)
}

export function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index)
}
