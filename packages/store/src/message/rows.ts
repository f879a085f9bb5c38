import type { FinishReason, Message, Metadata, Origin, Role } from '@duck/protocol'

/** A row of `messages` as our own statements read it. */
export interface MessageRow {
  id: string
  session_id: string
  message_index: number
  role: Role
  content: string
  metadata: Metadata | null
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
    metadata: row.metadata ?? {},
    parentId: row.parent_id,
    movesHead: row.moves_head,
    origin: row.origin,
    finishReason: row.finish_reason,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  }
}
