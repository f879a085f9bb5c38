import type { Message } from '@duck/protocol'
import type postgres from 'postgres'
import { type RawRow, toMessage } from '../history/run/read-final-rows.ts'
import type { StoredStream } from './session-view.ts'

/** A session's rows, ascending by index, past the product. */
export async function readRows(sql: postgres.Sql, sessionId: string): Promise<Message[]> {
  const rows = await sql<RawRow[]>`
    select * from messages where session_id = ${sessionId} order by message_index`
  return rows.map(toMessage)
}

/** A session's streams, in the order they were asked for, past the product. */
export async function readStreams(sql: postgres.Sql, sessionId: string): Promise<StoredStream[]> {
  return await sql<StoredStream[]>`
    select id, status, error_class as "errorClass" from message_streams
    where session_id = ${sessionId} order by created_at`
}
