import type postgres from 'postgres'

/**
 * Refuses a database in which nothing is known of an old app's users.
 *
 * @throws Error a sentence for the operator.
 */
export async function refuseStranger(sql: postgres.Sql): Promise<void> {
  const [row] = await sql<{ known: boolean }[]>`
    select to_regclass('public.legacy_users') is not null as known`
  if (row?.known) return
  throw new Error(
    'This database has no sessions of an old app, or was not adopted yet: duck legacy plan says what is there, duck legacy capture begins.',
  )
}
