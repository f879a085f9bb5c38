import { migrate } from '../migrate/migrate.ts'
import { checkAuth } from './check-auth.ts'
import { checkDatabase, isOwner } from './check-database.ts'
import { ensureLogin, loginUrl, logsIn } from './ensure-login.ts'

export interface PrepareOptions {
  /** An owner's, or that of a role that may only act as duck_app. */
  url: string
  /** The owner's, when `url` is weak and the schema may have to be changed. */
  adminUrl?: string | null | undefined
  /** From which the passwords of duck_app and duck_auth are derived. */
  secret: string
}

/** The ways to serve, each of a weak role over which row level security holds. */
export interface PreparedDatabase {
  /** That of duck_app, or a role that may act as it. */
  url: string
  /** That of duck_auth, which alone sees the accounts. */
  authUrl: string
}

/**
 * Brings the database up to date, as far as a role is given that may, and finds the URLs to serve with.
 *
 * @throws Error a sentence for the operator, also when there are no such roles or the database is not strict.
 */
export async function prepareDatabase({ url, adminUrl, secret }: PrepareOptions): Promise<PreparedDatabase> {
  const ownerUrl = adminUrl ?? ((await isOwner(url)) ? url : null)
  if (ownerUrl) await migrate(ownerUrl)
  const serving = ownerUrl === url && !adminUrl ? loginUrl(url, 'duck_app', secret) : url
  // A role that the operator named has the password that the operator chose.
  if (ownerUrl && new URL(serving).username === 'duck_app') await ensureLogin(ownerUrl, serving)
  await checkDatabase(serving)
  const authUrl = loginUrl(serving, 'duck_auth', secret)
  if (ownerUrl) await ensureLogin(ownerUrl, authUrl)
  else if (!(await logsIn(authUrl))) throw new Error(UNKNOWN_PASSWORD)
  await checkAuth(authUrl)
  return { url: serving, authUrl }
}

const UNKNOWN_PASSWORD =
  'The role duck_auth is not let in with the password that belongs to DUCK_SECRET. Start once with DATABASE_ADMIN_URL, which gives it that password, and let the role in (pg_hba.conf, or the pooler’s list of users).'
