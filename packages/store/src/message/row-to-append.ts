import type { Metadata, Role } from '@duck/protocol'

/** One message to append, with the stream of its answer if one is asked for. */
export interface RowToAppend {
  userId: string
  sessionId: string
  id: string
  role: Role
  content: string
  metadata?: Metadata | undefined
  parentId?: string | null | undefined
  expectedMessageCount?: number | undefined
  answer?: { streamId: string; model: string; serverId: string }
}
