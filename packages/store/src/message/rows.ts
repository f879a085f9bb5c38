import type { FinishReason, JsonValue, Message, Origin, Role } from '@duck/protocol'
import { isoTime } from '../iso-time.ts'
import { readableMetadata } from './readable-metadata.ts'

/** A row of `messages` as our own statements read it. */
export interface MessageRow {
  id: string
  session_id: string
  message_index: number
  role: Role
  content: string
  metadata: JsonValue
  parent_id: string | null
  moves_head: boolean
  origin: Origin
  finish_reason: FinishReason | null
  created_at: Date
  updated_at: Date
}

export function toMessage(row: MessageRow): Message {
  return {
    id: row.id,
    sessionId: row.session_id,
    messageIndex: row.message_index,
    role: row.role,
    content: row.content,
    metadata: readableMetadata(row.metadata),
    parentId: row.parent_id,
    movesHead: row.moves_head,
    origin: row.origin,
    finishReason: row.finish_reason,
    createdAt: isoTime(row.created_at),
    updatedAt: isoTime(row.updated_at),
  }
}
