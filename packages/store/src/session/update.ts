import type { Session } from '@duck/protocol'
import { eq, sql } from 'drizzle-orm'
import type { Db } from '../db.ts'
import { chatSessions } from '../schema/tables.ts'
import { asUser } from './as-user.ts'
import { sessionColumns, toSession } from './columns.ts'
import { noSuchSession, ownLive } from './get.ts'

export interface UpdateInput {
  userId: string
  sessionId: string
  title?: string | null | undefined
  model?: string | null | undefined
  systemPrompt?: string | null | undefined
  pinned?: boolean | undefined
  archived?: boolean | undefined
}

/**
 * Changes the settings that are given; undefined leaves one as it is. A title given here is the user's, and no
 * model's title replaces it; null gives the naming back.
 *
 * @throws NOT_FOUND no such session of this user; SERVICE_UNAVAILABLE when someone holds it.
 */
export async function updateSession(db: Db, input: UpdateInput): Promise<Session> {
  const [row] = await asUser(db, input.userId, (tx) =>
    tx
      .update(chatSessions)
      .set({
        title: input.title,
        titleBy: input.title === undefined ? undefined : input.title === null ? null : 'user',
        model: input.model,
        systemPrompt: input.systemPrompt,
        pinned: input.pinned,
        archivedAt: archivedAt(input.archived),
        updatedAt: sql`now()`,
      })
      .where(ownLive(input.userId, input.sessionId))
      .returning(sessionColumns),
  )
  if (!row) throw noSuchSession()
  return toSession(row)
}

function archivedAt(archived: boolean | undefined) {
  if (archived === undefined) return undefined
  return archived ? sql`coalesce(${chatSessions.archivedAt}, now())` : null
}

/** Notes when a session last had a message, for the order of the session list; never goes back in time. */
export async function touchSession(
  db: Db,
  { userId, sessionId }: { userId: string; sessionId: string },
  at: Date,
): Promise<void> {
  await asUser(db, userId, (tx) =>
    tx
      .update(chatSessions)
      .set({ lastMessageAt: sql`greatest(${chatSessions.lastMessageAt}, ${at.toISOString()}::timestamptz)` })
      .where(eq(chatSessions.id, sessionId)),
  )
}
