import type { TestDatabaseHandle } from '@duck/testing/database'

type Sql = TestDatabaseHandle['sql']

/** What changes by itself, or by being asked: beats of servers, counted requests, when a key was last used. */
const RESTLESS = new Set(['public.servers', 'auth.rate_counts'])
const RESTLESS_COLUMNS = ['last_used_at']

/** One figure for all rows of all tables: it is another as soon as any of them is. */
export async function digestOf(sql: Sql): Promise<string> {
  const tables = await tablesOf(sql)
  const parts = tables.map(
    (table) => sql`
    select ${table} as name, (
      select md5(coalesce(string_agg(md5((to_jsonb(t) - ${RESTLESS_COLUMNS}::text[])::text), '' order by
        md5((to_jsonb(t) - ${RESTLESS_COLUMNS}::text[])::text)), '')) from ${sql(table)} t
    ) as digest`,
  )
  const [first, ...others] = parts
  if (!first) throw new Error('There are no tables.')
  const union = others.reduce((all, part) => sql`${all} union all ${part}`, first)
  const rows = await sql<{ name: string; digest: string }[]>`${union}`
  return rows.map(({ name, digest }) => `${name} ${digest}`).join('\n')
}

async function tablesOf(sql: Sql): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    select schemaname || '.' || tablename as name from pg_tables
    where schemaname in ('public', 'auth') order by name`
  return rows.map(({ name }) => name).filter((name) => !RESTLESS.has(name))
}
