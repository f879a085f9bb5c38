import { DuckError, type Session } from '@duck/protocol'
import { and, eq, isNull } from 'drizzle-orm'
import type { Db } from '../db.ts'
import { chatSessions } from '../schema/tables.ts'
import { asUser } from './as-user.ts'
import { sessionColumns, toSession } from './columns.ts'

/** The condition under which a session is the user's to see. */
export function ownLive(userId: string, sessionId: string) {
  return and(eq(chatSessions.id, sessionId), eq(chatSessions.userId, userId), isNull(chatSessions.deletedAt))
}

export function noSuchSession(): DuckError {
  return new DuckError('NOT_FOUND', 'There is no such session.')
}

/**
 * @throws NOT_FOUND no such session of this user.
 */
export async function getSession(db: Db, userId: string, sessionId: string): Promise<Session> {
  const [row] = await asUser(db, userId, (tx) =>
    tx.select(sessionColumns).from(chatSessions).where(ownLive(userId, sessionId)),
  )
  if (!row) throw noSuchSession()
  return toSession(row)
}
