import { setTimeout as pause } from 'node:timers/promises'
import type postgres from 'postgres'
import { OLD_APP } from './old-app/start-writer.ts'

const EVERY_MS = 5

export interface Longest {
  /** Milliseconds that a writer of the old app has waited for a lock that one of ours held. */
  ms: number
  /** What ours was doing. */
  behind: string
}

/** Looks again and again who of the old app waits for one of ours, until told to end. */
export async function sampleLocks(sql: postgres.Sql, signal: AbortSignal): Promise<Longest> {
  let longest: Longest = { ms: 0, behind: '' }
  while (!signal.aborted) {
    const [row] = await sql<Longest[]>`
      select extract(epoch from clock_timestamp() - l.waitstart)::float8 * 1000 as ms, left(o.query, 100) as behind
      from pg_locks l join pg_stat_activity a on a.pid = l.pid
      cross join lateral unnest(pg_blocking_pids(l.pid)) b (pid)
      join pg_stat_activity o on o.pid = b.pid
      where not l.granted and l.waitstart is not null and a.application_name = ${OLD_APP}
        and o.application_name <> ${OLD_APP}
      order by 1 desc limit 1`
    if (row && row.ms > longest.ms) longest = row
    await pause(EVERY_MS)
  }
  return longest
}
