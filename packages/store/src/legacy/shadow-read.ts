import type { ShadowResult } from '@duck/metrics'
import type { Db } from '../db.ts'
import { runMove } from './run-move.ts'

/**
 * After a session was read: of ten times once it is compared with the old app's array, where that is what counts still. The result is
 * counted, a difference is told. Nobody waits for it, and it fails nobody.
 */
export function shadowRead(db: Db, { userId, sessionId }: { userId: string; sessionId: string }): void {
  const { legacy } = db
  if (!legacy) return
  const compare = async () => {
    const rows = await runMove(
      db,
      (sql) => sql<{ result: ShadowResult | 'off' }[]>`
        select legacy_shadow_read(${userId}, ${sessionId}) as result`,
    )
    const result = rows?.[0]?.result ?? 'off'
    if (result === 'off') return
    db.metrics.shadowRead(result)
    if (result === 'differs') legacy.onDifference(sessionId)
  }
  legacy.sampled(compare).catch(() => {})
}
