import type postgres from 'postgres'

/** @throws Error a sentence, where there is no move under way. */
export async function refuseUnadopted(sql: postgres.Sql): Promise<void> {
  const [row] = await sql<
    { adopted: boolean }[]
  >`select to_regclass('public.legacy_state') is not null as adopted`
  if (!row?.adopted)
    throw new Error(
      'This database has no arrays of an old app, or was not adopted yet: duck legacy plan says what is there, duck legacy capture begins.',
    )
}
