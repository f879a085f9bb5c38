import { type AuthDb, runAuth } from './auth-db.ts'

/** Whether a server is connected to the database; through a pooler also for a while after its end. */
export async function isServed(db: AuthDb): Promise<boolean> {
  const [row] = await runAuth(
    db,
    (sql) => sql<{ served: boolean }[]>`
      select exists (
        select from pg_stat_activity
        where datname = current_database() and application_name = 'duck' and usename <> current_user
      ) as served`,
  )
  return row?.served ?? false
}
