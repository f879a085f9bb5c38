import type postgres from 'postgres'

/** What Postgres has to be started with so that its statements are counted. */
export const COUNT_STATEMENTS = { shared_preload_libraries: 'pg_stat_statements' }

export async function beginCounting(admin: postgres.Sql): Promise<void> {
  await admin`create extension if not exists pg_stat_statements`
}

/** Statements so far that made text of running answers durable. */
export async function countCheckpoints(admin: postgres.Sql): Promise<number> {
  const [row] = await admin<[{ calls: number }]>`
    select coalesce(sum(calls), 0)::int as calls from pg_stat_statements
    where toplevel and query like '%checkpoint_streams(%'`
  return row.calls
}
