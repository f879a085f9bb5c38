import { DuckError, type IntegrityFault } from '@duck/protocol'
import { asc, sql } from 'drizzle-orm'
import type { Db } from '../db.ts'
import { run } from '../run.ts'
import { runLongRead } from '../run-long-read.ts'
import { chatSessions } from '../schema/tables.ts'
import { asUser } from './as-user.ts'

// Bytes, not the database's locale: the ids' order is known to whoever walks them.
const inOrder = sql`${chatSessions.id} collate "C"`

/** Ids of the user's sessions, deleted ones too, ascending by their bytes, after the one given. */
export async function listSessionIds(
  db: Db,
  userId: string,
  { after, limit }: { after: string | null; limit: number },
): Promise<string[]> {
  const rows = await asUser(db, userId, (tx) =>
    tx
      .select({ id: chatSessions.id })
      .from(chatSessions)
      .where(sql`${chatSessions.userId} = ${userId} and ${inOrder} > ${after ?? ''}`)
      .orderBy(asc(inOrder))
      .limit(limit),
  )
  return rows.map((row) => row.id)
}

/** Ids of everybody's sessions and whose they are, deleted ones too, ascending by their bytes; for operators. */
export function listAllSessions(
  db: Db,
  { after, limit }: { after: string | null; limit: number },
): Promise<{ id: string; userId: string }[]> {
  return run(
    db,
    (sql) => sql<{ id: string; userId: string }[]>`
      select session_id as id, user_id as "userId" from list_all_sessions(${after ?? ''}, ${limit})`,
  )
}

/** Reads a session of the user's whole and gives what is wrong with it; nothing when it is erased meanwhile. */
export async function verifySession(db: Db, userId: string, sessionId: string): Promise<IntegrityFault[]> {
  try {
    const rows = await runLongRead(
      db,
      userId,
      (sql) => sql<{ check: string; detail: string }[]>`
        select "check", detail from verify_session(${userId}, ${sessionId}) where not ok`,
    )
    return rows.map(({ check, detail }) => ({ sessionId, check, detail }))
  } catch (error) {
    if (error instanceof DuckError && error.code === 'NOT_FOUND') return []
    throw error
  }
}
