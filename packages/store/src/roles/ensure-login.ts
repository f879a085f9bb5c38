import { createHmac } from 'node:crypto'
import postgres from 'postgres'
import { sqlstate } from '../errors.ts'
import { scramVerifier } from './scram-verifier.ts'

/** A role that logs in. */
export type LoginRole = 'duck_app' | 'duck_auth'

const TRIES = 20
// 28000, 28P01: the role or its password is refused.
const REFUSED = new Set(['28000', '28P01'])

/**
 * The way to the same database for the role, whose password is derived from the secret: servers with the same secret log
 * in alike.
 */
export function loginUrl(url: string, role: LoginRole, secret: string): string {
  const login = new URL(url)
  login.username = role
  login.password = createHmac('sha256', secret).update(`postgres role ${role}`).digest('base64url')
  return login.href
}

/**
 * Sets the password of the role in `url` to the one in there, unless it logs in already.
 *
 * @throws Error a sentence for the operator.
 */
export async function ensureLogin(ownerUrl: string, url: string): Promise<void> {
  if (await logsIn(url)) return
  const { username: role, password } = new URL(url)
  await setPassword(ownerUrl, role, decodeURIComponent(password))
  if (await logsIn(url)) return
  throw new Error(
    `The role ${role} was given a password but cannot log in. Let it in (pg_hba.conf, or the pooler's list of users)${role === 'duck_app' ? ', or set DATABASE_URL to a role that may act as duck_app and DATABASE_ADMIN_URL to the owner' : ''}.`,
  )
}

/** Whether the role and password in the URL are let in. */
export async function logsIn(url: string): Promise<boolean> {
  const sql = postgres(url, { max: 1, prepare: false, fetch_types: false, connect_timeout: 5, onnotice() {} })
  try {
    await sql`select 1`
    return true
  } catch (error) {
    // A pooler has an error of its own for a user it does not know.
    if (REFUSED.has(sqlstate(error)) || sqlstate(error).startsWith('08P')) return false
    throw error
  } finally {
    await sql.end({ timeout: 1 })
  }
}

async function setPassword(ownerUrl: string, role: string, password: string): Promise<void> {
  const sql = postgres(ownerUrl, { max: 1, prepare: false, onnotice() {} })
  try {
    for (let tries = 1; ; tries++) {
      try {
        await sql.unsafe(`alter role ${role} password '${scramVerifier(password)}'`)
        return
      } catch (error) {
        // Another server sets it in this moment.
        if (tries === TRIES || sqlstate(error) !== 'XX000') throw error
        await new Promise((wake) => setTimeout(wake, Math.random() * 50 * tries))
      }
    }
  } finally {
    await sql.end({ timeout: 1 })
  }
}
