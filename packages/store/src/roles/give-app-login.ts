import { createHmac } from 'node:crypto'
import postgres from 'postgres'
import { sqlstate } from '../errors.ts'
import { scramVerifier } from './scram-verifier.ts'

const APP_ROLE = 'duck_app'
const TRIES = 20
// 28000, 28P01: the role or its password is refused.
const REFUSED = new Set(['28000', '28P01'])

/**
 * The URL by which the server logs in as `duck_app`, whose password is derived from the secret: servers with the same
 * secret log in alike. The password is set only when it is not that already.
 *
 * @throws Error a sentence for the operator.
 */
export async function giveAppLogin(ownerUrl: string, secret: string): Promise<string> {
  const password = createHmac('sha256', secret).update('postgres role duck_app').digest('base64url')
  const url = new URL(ownerUrl)
  url.username = APP_ROLE
  url.password = password
  await ensureLogin(ownerUrl, url.href)
  return url.href
}

/** Sets the password of `duck_app` to the one in `appUrl`, unless it logs in already. */
export async function ensureLogin(ownerUrl: string, appUrl: string): Promise<void> {
  if (await logsIn(appUrl)) return
  const password = decodeURIComponent(new URL(appUrl).password)
  await setPassword(ownerUrl, password)
  if (await logsIn(appUrl)) return
  throw new Error(
    `The role ${APP_ROLE} was given a password but cannot log in. Let it in (pg_hba.conf, or the pooler's list of users), or set DATABASE_URL to a role that may act as ${APP_ROLE} and DATABASE_ADMIN_URL to the owner.`,
  )
}

async function logsIn(url: string): Promise<boolean> {
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

async function setPassword(ownerUrl: string, password: string): Promise<void> {
  const sql = postgres(ownerUrl, { max: 1, prepare: false, onnotice() {} })
  try {
    for (let tries = 1; ; tries++) {
      try {
        await sql.unsafe(`alter role ${APP_ROLE} password '${scramVerifier(password)}'`)
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
