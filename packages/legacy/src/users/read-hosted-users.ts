import type postgres from 'postgres'
import type { KnownUser } from './known-user.ts'

/** Whether the database has the users of a hosted Postgres: `auth.users` with an id and an e-mail address. */
export async function hasHostedUsers(sql: postgres.Sql): Promise<boolean> {
  const columns = await columnsOf(sql)
  return columns.has('id') && columns.has('email')
}

/** The users of a hosted Postgres, none where there are none; names as their profiles have them. */
export async function readHostedUsers(sql: postgres.Sql): Promise<KnownUser[]> {
  const columns = await columnsOf(sql)
  if (!columns.has('id') || !columns.has('email')) return []
  const profile = columns.has('raw_user_meta_data') ? sql`u.raw_user_meta_data::jsonb` : sql`null::jsonb`
  return sql<KnownUser[]>`
    select u.id::text as "userId", nullif(trim(u.email), '') as email,
      coalesce(nullif(trim(p ->> 'full_name'), ''), nullif(trim(p ->> 'name'), '')) as name
    from auth.users u cross join lateral (select ${profile} as p) profile
    order by u.id`
}

async function columnsOf(sql: postgres.Sql): Promise<Set<string>> {
  const rows = await sql<{ name: string }[]>`
    select attname::text as name from pg_attribute
    where attrelid = to_regclass('auth.users') and attnum > 0 and not attisdropped`
  return new Set(rows.map(({ name }) => name))
}
