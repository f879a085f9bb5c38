import type { Db } from '../db.ts'
import { run } from '../run.ts'

/** The one channel on which servers of a database hear each other. */
export const NOTICE_CHANNEL = 'duck'
/** Postgres takes less than 8,000 bytes. */
export const NOTICE_BYTES = 7_900

/** Tells all servers that listen, the sender too, in one commit. Whoever does not listen at the moment is not told. */
export async function sendNotices(db: Db, payloads: readonly string[]): Promise<void> {
  await run(
    db,
    (sql) => sql`select pg_notify(${NOTICE_CHANNEL}, payload) from unnest(${[...payloads]}::text[]) payload`,
    { pool: db.notices, mostTries: 1 },
  )
}
