import { createHash } from 'node:crypto'
import { type AuthDb, runAuth } from './auth-db.ts'

/** Whom a credential stands for. */
export interface Identity {
  userId: string
  /** The sign-in's or API key's id: what is revoked. */
  credentialId: string
  /** Null for a guest. */
  email: string | null
  emailVerified: boolean
  isGuest: boolean
  /** The one guest who runs a place without accounts. */
  isFirstGuest: boolean
}

interface Row {
  userId: string
  credentialId: string
  email: string
  emailVerified: boolean
  isGuest: boolean
  isFirstGuest: boolean
}

/** How long a sign-in lasts without being used, seconds: 400 days, the most a browser keeps a cookie. */
export const SIGN_IN_SECONDS = 400 * 24 * 60 * 60

/** The sign-in with that token, its life renewed once a day; null when it is unknown, ended or expired. */
export async function findSignIn(db: AuthDb, token: string): Promise<Identity | null> {
  const [row] = await runAuth(
    db,
    (sql) => sql<Row[]>`
      with used as (
        update auth.sign_ins
        set expires_at = now() + make_interval(secs => ${SIGN_IN_SECONDS}), updated_at = now()
        where token = ${token} and expires_at > now() and updated_at < now() - interval '1 day'
      )
      select p.id as "userId", s.id as "credentialId", p.email, p.email_verified as "emailVerified",
        p.is_guest as "isGuest", p.is_operator as "isFirstGuest"
      from auth.sign_ins s join auth.people p on p.id = s.user_id
      where s.token = ${token} and s.expires_at > now()`,
  )
  return row ? identityOf(row) : null
}

/** The API key's, its use noted to the minute; null when it is unknown or revoked. */
export async function findApiKey(db: AuthDb, key: string): Promise<Identity | null> {
  const [row] = await runAuth(
    db,
    (sql) => sql<Row[]>`
      with used as (
        update auth.api_keys set last_used_at = now()
        where digest = ${digestOf(key)} and (last_used_at is null or last_used_at < now() - interval '1 minute')
      )
      select p.id as "userId", k.id::text as "credentialId", p.email, p.email_verified as "emailVerified",
        p.is_guest as "isGuest", p.is_operator as "isFirstGuest"
      from auth.api_keys k join auth.people p on p.id = k.user_id
      where k.digest = ${digestOf(key)}`,
  )
  return row ? identityOf(row) : null
}

/** Those of the sign-ins and API keys that are still good. */
export async function stillGood(db: AuthDb, credentialIds: readonly string[]): Promise<Set<string>> {
  const ids = [...credentialIds]
  const rows = await runAuth(
    db,
    (sql) => sql<{ id: string }[]>`
      select id from auth.sign_ins where id = any (${ids}::text[]) and expires_at > now()
      union all
      select id::text from auth.api_keys where id::text = any (${ids}::text[])`,
  )
  return new Set(rows.map(({ id }) => id))
}

/** What is stored of a secret that is random enough to need no salt. */
export function digestOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}

function identityOf({ email, ...row }: Row): Identity {
  return { ...row, email: row.isGuest ? null : email }
}
