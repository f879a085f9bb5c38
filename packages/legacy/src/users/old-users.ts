import { type AuthDb, knownPeople } from '@duck/store'
import type postgres from 'postgres'

/** An old app's user who still has sessions under that id. */
export interface OldUser {
  userId: string
  sessions: number
}

/** The users that have sessions and no account, by id. Needs the owner's connection. */
export async function listOldUsers(sql: postgres.Sql, accounts: AuthDb): Promise<OldUser[]> {
  const all = await sql.begin(async (tx) => {
    // Once row level security is forced the owner sees no session either.
    await tx`set local role duck_reader`
    return tx<OldUser[]>`
      select user_id as "userId", count(*)::int as sessions from chat_sessions
      where user_id is not null group by user_id order by user_id`
  })
  const known = await knownPeople(
    accounts,
    all.map(({ userId }) => userId),
  )
  return all.filter(({ userId }) => !known.has(userId))
}

/** Whether every session is cut over, so that no old app reads any. */
export async function isAllCutOver(sql: postgres.Sql): Promise<boolean> {
  const [column] = await sql`
    select from pg_attribute
    where attrelid = to_regclass('public.chat_sessions') and attname = 'storage' and not attisdropped`
  if (!column) return true
  return sql.begin(async (tx) => {
    await tx`set local role duck_reader`
    const [row] = await tx<{ left: boolean }[]>`
      select exists (select from chat_sessions where storage <> 'rows') as left`
    return !row?.left
  })
}
