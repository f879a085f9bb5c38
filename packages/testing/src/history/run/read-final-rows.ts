import type { FinishReason, Message, Metadata, Origin, Role } from '@duck/protocol'
import type postgres from 'postgres'

/** A row of `messages` as the driver gives it. */
export interface RawRow {
  id: string
  session_id: string
  message_index: number
  role: Role
  content: string
  metadata: Metadata
  parent_id: string | null
  moves_head: boolean
  origin: Origin
  finish_reason: FinishReason | null
  created_at: Date
  updated_at: Date
}

/** What the database holds, read past the product. */
export async function readFinalRows(admin: postgres.Sql): Promise<Message[]> {
  return (await admin<RawRow[]>`select * from messages`).map(toMessage)
}

export function toMessage(row: RawRow): Message {
  return {
    id: row.id,
    sessionId: row.session_id,
    messageIndex: row.message_index,
    role: row.role,
    content: row.content,
    metadata: row.metadata,
    parentId: row.parent_id,
    movesHead: row.moves_head,
    origin: row.origin,
    finishReason: row.finish_reason,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  }
}
