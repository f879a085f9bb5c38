import { createHash, randomBytes } from 'node:crypto'
import { type OneTimeLink, uuidv7 } from '@duck/protocol'
import { type AuthDb, runAuth } from './auth-db.ts'

/** What a one-time link is good for: signing in as its user, or giving them a new password. */
export type LinkPurpose = 'link' | 'reset-password'

const PAGES: Record<LinkPurpose, string> = { link: 'link', 'reset-password': 'reset' }
const MINUTE = 60_000
/** The first is opened by the one who made it; the second has to reach its user. */
const LASTS_MS: Record<LinkPurpose, number> = { link: 15 * MINUTE, 'reset-password': 24 * 60 * MINUTE }

export interface OneTimeLinkOptions {
  userId: string
  purpose: LinkPurpose
  /** Where people open the app, without a slash at the end. */
  publicUrl: string
  /** How long it is good; else as its purpose wants it. */
  lastsMs?: number
}

/** A link to the app that is good for once. Its token is in the fragment, which no browser sends to a server or log. */
export async function oneTimeLink(
  db: AuthDb,
  { userId, purpose, publicUrl, lastsMs = LASTS_MS[purpose] }: OneTimeLinkOptions,
): Promise<OneTimeLink> {
  const { token, expiresAt } = await makeLink(db, { userId, purpose, lastsMs })
  return { url: `${publicUrl}/${PAGES[purpose]}#${token}`, expiresAt }
}

export interface LinkOptions {
  userId: string
  purpose: LinkPurpose
  lastsMs: number
}

/** The token of a one-time link; it is stored as a digest, and gone once used. */
export async function makeLink(
  db: AuthDb,
  { userId, purpose, lastsMs }: LinkOptions,
): Promise<{ token: string; expiresAt: string }> {
  const token = randomBytes(24).toString('base64url')
  const expiresAt = new Date(Date.now() + lastsMs)
  await runAuth(
    db,
    (sql) => sql`
      insert into auth.verifications (id, identifier, value, expires_at)
      values (${uuidv7()}, ${identifierOf(purpose, token)}, ${userId}, ${expiresAt})`,
  )
  return { token, expiresAt: expiresAt.toISOString() }
}

/** Whose the link is, which stays good; null when there is no such link, or no longer. */
export async function findLink(db: AuthDb, purpose: LinkPurpose, token: string): Promise<string | null> {
  const [row] = await runAuth(
    db,
    (sql) => sql<{ userId: string }[]>`
      select value as "userId" from auth.verifications
      where identifier = ${identifierOf(purpose, token)} and expires_at > now()`,
  )
  return row?.userId ?? null
}

/** Uses the link up; whose it was, or null when there is no such link, or no longer. */
export async function useLink(db: AuthDb, purpose: LinkPurpose, token: string): Promise<string | null> {
  const [row] = await runAuth(
    db,
    (sql) => sql<{ userId: string; good: boolean }[]>`
      delete from auth.verifications where identifier = ${identifierOf(purpose, token)}
      returning value as "userId", expires_at > now() as good`,
  )
  return row?.good ? row.userId : null
}

/** As better-auth names a verification whose identifier it stores as a digest. */
function identifierOf(purpose: LinkPurpose, token: string): string {
  return createHash('sha256').update(`${purpose}:${token}`).digest('base64url')
}
