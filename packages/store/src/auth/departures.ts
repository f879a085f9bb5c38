import { type AuthDb, runAuth } from './auth-db.ts'

/** A user who is gone: what they had is their heir's, or is to be erased. */
export interface Departure {
  userId: string
  heir: string | null
  /** Nobody can still be writing as this user. */
  settled: boolean
}

/** Who is signed in is known for a few seconds; a call under way lasts longer. */
const SETTLED_AFTER = '60 seconds'

/** Notes the user's going, before anything else about it is done, so that a kill in between loses nothing. */
export async function addDeparture(
  db: AuthDb,
  { userId, heir }: { userId: string; heir: string | null },
): Promise<void> {
  await runAuth(
    db,
    (sql) => sql`
      insert into auth.departures (user_id, heir) values (${userId}, ${heir})
      on conflict (user_id) do update set heir = excluded.heir, departed_at = now()`,
  )
}

/** Those whose things are still to be looked after, the oldest first, 100 at most. */
export async function listDepartures(db: AuthDb): Promise<Departure[]> {
  return await runAuth(
    db,
    (sql) => sql<Departure[]>`
      select user_id as "userId", heir, departed_at < now() - ${SETTLED_AFTER}::interval as settled
      from auth.departures order by departed_at limit 100`,
  )
}

/** The user, if they are still there, goes; and with the user every way to sign in. Nothing is left to do. */
export async function endDeparture(db: AuthDb, { userId, heir }: Departure): Promise<void> {
  await runAuth(
    db,
    (sql) => sql`
      with person as (delete from auth.people where id = ${userId} and ${heir}::text is null)
      delete from auth.departures where user_id = ${userId} and heir is not distinct from ${heir}`,
  )
}
