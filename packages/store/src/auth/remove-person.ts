import { type AuthDb, runAuth } from './auth-db.ts'

/**
 * The user goes at once, and with the user every way to be signed in; what they wrote is noted for a server to erase, all
 * in one commit. What was a guest's and is an heir's by now stays. Whether the user was there.
 */
export async function removePerson(db: AuthDb, userId: string): Promise<boolean> {
  const rows = await runAuth(
    db,
    (sql) => sql`
      with person as (delete from auth.people where id = ${userId} returning id)
      insert into auth.departures (user_id) select id from person
      on conflict (user_id) do update set departed_at = now() returning user_id`,
  )
  return rows.length > 0
}
