import { type AuthDb, runAuth } from './auth-db.ts'

export interface Rate {
  key: string
  /** How many there may be in a window. */
  most: number
  /** Its length, seconds. */
  seconds: number
}

/** Counts one request, for all servers alike; how many seconds it comes too early, 0 when it may pass. */
export async function countRequest(db: AuthDb, { key, most, seconds }: Rate): Promise<number> {
  const [row] = await runAuth(
    db,
    (sql) => sql<{ count: number; left: number }[]>`
      insert into auth.rate_counts as r (key, count, resets_at)
      values (${key}, 1, now() + make_interval(secs => ${seconds}))
      on conflict (key) do update set
        count = case when r.resets_at <= now() then 1 else least(r.count, ${most}) + 1 end,
        resets_at = case when r.resets_at <= now() then excluded.resets_at else r.resets_at end
      returning count, ceil(extract(epoch from resets_at - now()))::int as left`,
  )
  return row && row.count > most ? Math.max(1, row.left) : 0
}

/** Removes counts whose window is over. */
export async function forgetOldCounts(db: AuthDb): Promise<void> {
  await runAuth(db, (sql) => sql`delete from auth.rate_counts where resets_at < now() - interval '1 minute'`)
}
