import { whenFree } from '@duck/store'
import type postgres from 'postgres'

export type InOldTable = (tx: postgres.TransactionSql) => Promise<unknown>

/**
 * Does it in one short transaction that needs the old app's table for itself.
 *
 * @throws SERVICE_UNAVAILABLE when the table was never free.
 */
export async function inOldTable(sql: postgres.Sql, act: InOldTable, most?: number): Promise<void> {
  await whenFree(
    (waitMs) =>
      sql.begin(async (tx) => {
        await tx`select set_config('lock_timeout', ${`${waitMs}ms`}, true)`
        await act(tx)
      }),
    most,
  )
}
