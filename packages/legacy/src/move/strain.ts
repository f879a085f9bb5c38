import type postgres from 'postgres'
import type { Strain } from './throttle.ts'

/** Asks how others fare: who waits for a lock, and how long a commit takes. */
export async function readStrain(sql: postgres.ISql): Promise<Strain> {
  const began = performance.now()
  // A transaction that has an id is flushed to disk as an append is.
  await sql`select pg_current_xact_id()`
  const commitMs = performance.now() - began
  const [row] = await sql<{ waiting: number }[]>`
    select count(*)::int as waiting from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock' and pid <> pg_backend_pid()`
  return { waiting: row?.waiting ?? 0, commitMs }
}
