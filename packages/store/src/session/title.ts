import { and, isNull, sql } from 'drizzle-orm'
import type { Db } from '../db.ts'
import { chatSessions } from '../schema/tables.ts'
import { asUser } from './as-user.ts'
import { ownLive } from './get.ts'

/** Names a session after its text until a model names it; true when it had no title. */
export async function titleSession(
  db: Db,
  userId: string,
  sessionId: string,
  title: string,
): Promise<boolean> {
  const rows = await asUser(db, userId, (tx) =>
    tx
      .update(chatSessions)
      .set({ title, updatedAt: sql`now()` })
      .where(and(ownLive(userId, sessionId), isNull(chatSessions.title)))
      .returning({ id: chatSessions.id }),
  )
  return rows.length > 0
}

/** Whether the session waits for a model to name it: neither its user nor a model has. */
export async function isUnnamed(db: Db, userId: string, sessionId: string): Promise<boolean> {
  const rows = await asUser(db, userId, (tx) =>
    tx
      .select({ id: chatSessions.id })
      .from(chatSessions)
      .where(and(ownLive(userId, sessionId), isNull(chatSessions.titleBy))),
  )
  return rows.length > 0
}

/**
 * Gives a session the model's title, once: never over one that its user chose, nor over another model's. Null keeps the
 * title it has as the model's. True when it was done now.
 */
export async function nameSession(
  db: Db,
  userId: string,
  sessionId: string,
  title: string | null,
): Promise<boolean> {
  const rows = await asUser(db, userId, (tx) =>
    tx
      .update(chatSessions)
      .set({
        ...(title === null ? {} : { title }),
        titleBy: sql`case when ${title === null} and ${chatSessions.title} is null then null else 'model' end`,
        updatedAt: sql`now()`,
      })
      .where(and(ownLive(userId, sessionId), isNull(chatSessions.titleBy)))
      .returning({ titleBy: chatSessions.titleBy }),
  )
  return rows.some(({ titleBy }) => titleBy !== null)
}
