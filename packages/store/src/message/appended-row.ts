import type { Message, Stream } from '@duck/protocol'
import { type MessageRow, toMessage } from './rows.ts'

/** What Postgres gives for a row that is there: the columns that its sender did not know, and its stream. */
export type AppendedRow = {
  status: 'new' | 'replay'
  message_count: number
  /** Microseconds the session's lock was waited for and held. */
  waited_us: number
  held_us: number
} & Omit<MessageRow, 'id' | 'session_id' | 'role' | 'content'> &
  StreamColumns

export interface StreamColumns {
  stream_id: string
  stream_model: string
  stream_status: Stream['status']
  stream_error_class: Stream['errorClass']
  stream_server_id: string
  stream_created_at: Date
  stream_opened_at: Date | null
  stream_ended_at: Date | null
}

/** The whole message: what was sent does not travel back. */
export function sentMessage(
  sent: Pick<Message, 'id' | 'sessionId' | 'role' | 'content'>,
  row: AppendedRow,
): Message {
  return toMessage({
    ...row,
    id: sent.id,
    session_id: sent.sessionId,
    role: sent.role,
    content: sent.content,
  })
}
