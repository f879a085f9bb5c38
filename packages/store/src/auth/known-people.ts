import { type AuthDb, runAuth } from './auth-db.ts'

/** Those of the ids that are users with an account or guests. */
export async function knownPeople(db: AuthDb, ids: readonly string[]): Promise<Set<string>> {
  const rows = await runAuth(
    db,
    (sql) => sql<{ id: string }[]>`select id from auth.people where id = any (${[...ids]}::text[])`,
  )
  return new Set(rows.map(({ id }) => id))
}
