import type { TestDatabaseHandle } from '@duck/testing/database'

/** What changes by itself, or counts calls: it says nothing about anybody's data. */
const OF_THE_SERVER = ['public.servers', 'auth.rate_counts']
const OF_THE_MOMENT = ['last_used_at', 'last_message_at']

/** A digest of every row of every table, table by table. */
export async function digest(sql: TestDatabaseHandle['sql']): Promise<Record<string, string>> {
  const tables = await sql<{ name: string }[]>`
    select format('%I.%I', table_schema, table_name) as name from information_schema.tables
    where table_schema in ('public', 'auth') and table_type = 'BASE TABLE' order by 1`
  const parts = tables
    .filter(({ name }) => !OF_THE_SERVER.includes(name))
    .map(
      ({ name }) => `select '${name}' as name, md5(coalesce(string_agg(row, '' order by row), '')) as digest
        from (select (to_jsonb(t) - '{${OF_THE_MOMENT.join(',')}}'::text[])::text as row from ${name} t) rows`,
    )
  const rows = await sql.unsafe<{ name: string; digest: string }[]>(parts.join(' union all '))
  return Object.fromEntries(rows.map((row) => [row.name, row.digest]))
}
