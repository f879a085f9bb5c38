import type { Message, Stream } from '@duck/protocol'
import { type MessageRow, toMessage } from './rows.ts'

/** A row that is there: the columns that its sender did not know, and its stream if one was asked for. */
export type AppendedRow = {
  status: 'new' | 'replay'
  stream: StreamColumns | null
} & Omit<MessageRow, 'id' | 'session_id' | 'role' | 'content'>

/** A stream as `append_messages` gives it. */
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
