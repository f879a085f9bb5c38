import type { Session } from '@duck/protocol'
import { sql } from 'drizzle-orm'
import { isoTime } from '../iso-time.ts'
import { chatSessions } from '../schema/tables.ts'

// Read by its owner's rights, not through row level security, whose policy on messages would be asked for each row.
const state = sql`session_states(current_setting('app.user_id'), array[${chatSessions.id}])`

/** What a Session shows, for Drizzle's `select` and `returning` in `asUser`. */
export const sessionColumns = {
  id: chatSessions.id,
  title: chatSessions.title,
  model: chatSessions.model,
  systemPrompt: chatSessions.systemPrompt,
  headId: sql<string | null>`(select head_id from ${state})`,
  pinned: chatSessions.pinned,
  archivedAt: chatSessions.archivedAt,
  messageCount: sql<number>`coalesce((select message_count from ${state}), 0)`,
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
    archivedAt: row.archivedAt && isoTime(row.archivedAt),
    lastMessageAt: row.lastMessageAt && isoTime(row.lastMessageAt),
    createdAt: isoTime(row.createdAt),
    updatedAt: isoTime(row.updatedAt),
  }
}
