import type { OwnerLock } from './owner-lock.ts'

/** Creates the database `duck` where it is missing. Only the owner may: two at once would collide. */
export async function ensureDatabase({ sql }: OwnerLock): Promise<void> {
  const rows = await sql`select from pg_database where datname = 'duck'`
  if (rows.length === 0) await sql`create database duck`
}
