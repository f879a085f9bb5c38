import type { Session } from '@duck/protocol'
import { sql } from 'drizzle-orm'
import { chatSessions } from '../schema/tables.ts'

/** What a Session shows, for Drizzle's `select` and `returning`. */
export const sessionColumns = {
  id: chatSessions.id,
  title: chatSessions.title,
  model: chatSessions.model,
  systemPrompt: chatSessions.systemPrompt,
  headId: sql<string | null>`session_head(${chatSessions.id})`,
  pinned: chatSessions.pinned,
  archivedAt: chatSessions.archivedAt,
  messageCount: sql<number>`session_message_count(${chatSessions.id})`,
  lastMessageAt: chatSessions.lastMessageAt,
  lastReadIndex: chatSessions.lastReadIndex,
  createdAt: chatSessions.createdAt,
  updatedAt: chatSessions.updatedAt,
}

type Times = 'archivedAt' | 'lastMessageAt' | 'createdAt' | 'updatedAt'
export type SessionRow = Omit<Session, Times> & {
  archivedAt: Date | null
  lastMessageAt: Date | null
  createdAt: Date
  updatedAt: Date
}

export function toSession(row: SessionRow): Session {
  return {
    ...row,
    archivedAt: row.archivedAt?.toISOString() ?? null,
    lastMessageAt: row.lastMessageAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}
