import { must } from '@duck/protocol'
import type { Db } from '../db.ts'
import { run } from '../run.ts'

/**
 * Shows a deleted session again; one that is live stays as it is.
 *
 * @returns whether it was deleted
 * @throws NOT_FOUND no such session of this user, or one erased; SERVICE_UNAVAILABLE when someone holds it.
 */
export async function restoreSession(db: Db, userId: string, sessionId: string): Promise<boolean> {
  const rows = await run(
    db,
    (sql) => sql<{ restored: boolean }[]>`select restore_session(${userId}, ${sessionId}) as restored`,
    { userId },
  )
  return must(rows[0], 'what became of the session').restored
}
