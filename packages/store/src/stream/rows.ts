import type { Stream } from '@duck/protocol'
import { isoTime } from '../iso-time.ts'

/** The columns of `message_streams` that a Stream shows. */
export interface StreamRow {
  id: string
  session_id: string
  prompt_id: string
  model: string
  status: Stream['status']
  error_class: Stream['errorClass']
  created_at: Date
  opened_at: Date | null
  ended_at: Date | null
}

/** `offset` is 0: how far the text has come only its writer knows. */
export function toStream(row: StreamRow): Stream {
  return {
    id: row.id,
    sessionId: row.session_id,
    promptId: row.prompt_id,
    model: row.model,
    status: row.status,
    offset: 0,
    errorClass: row.error_class,
    startedAt: isoTime(row.opened_at ?? row.created_at),
    endedAt: row.ended_at && isoTime(row.ended_at),
  }
}
