import type postgres from 'postgres'
import { expect } from 'vitest'

/** Waits until as many statements as `count` of this database wait for a lock. */
export async function untilWaiting(sql: postgres.Sql, count = 1): Promise<void> {
  const waiting = () => sql`
    select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  await expect.poll(waiting, { interval: 10, timeout: 5_000 }).toHaveLength(count)
}
