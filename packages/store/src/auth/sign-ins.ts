import { DuckError, type SignIn } from '@duck/protocol'
import { isoTime } from '../iso-time.ts'
import { type AuthDb, runAuth } from './auth-db.ts'

interface Row {
  id: string
  userAgent: string | null
  address: string | null
  createdAt: Date
  updatedAt: Date
  expiresAt: Date
}

const MOST_LISTED = 200

/** The user's signed-in browsers and programs, newest first, 200 at most; `current` is that of the caller. */
export async function listSignIns(
  db: AuthDb,
  { userId, credentialId }: { userId: string; credentialId: string },
): Promise<SignIn[]> {
  const rows = await runAuth(
    db,
    (sql) => sql<Row[]>`
      select id, nullif(user_agent, '') as "userAgent", nullif(ip_address, '') as address, created_at as "createdAt",
        updated_at as "updatedAt", expires_at as "expiresAt"
      from auth.sign_ins where user_id = ${userId} and expires_at > now()
      order by created_at desc, id limit ${MOST_LISTED}`,
  )
  return rows.map(({ createdAt, updatedAt, expiresAt, ...row }) => ({
    ...row,
    current: row.id === credentialId,
    createdAt: isoTime(createdAt),
    updatedAt: isoTime(updatedAt),
    expiresAt: isoTime(expiresAt),
  }))
}

/** @throws NOT_FOUND */
export async function revokeSignIn(
  db: AuthDb,
  { userId, id }: { userId: string; id: string },
): Promise<void> {
  const rows = await runAuth(
    db,
    (sql) => sql`delete from auth.sign_ins where id = ${id} and user_id = ${userId} returning id`,
  )
  if (rows.length === 0) throw new DuckError('NOT_FOUND', 'There is no such sign-in.')
}

/** Ends all that the user is signed in with, API keys too; of one who is gone. */
export async function revokeAll(db: AuthDb, userId: string): Promise<void> {
  await runAuth(
    db,
    (sql) => sql`
      with keys as (delete from auth.api_keys where user_id = ${userId})
      delete from auth.sign_ins where user_id = ${userId}`,
  )
}
