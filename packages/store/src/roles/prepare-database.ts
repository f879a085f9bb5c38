import { migrate } from '../migrate/migrate.ts'
import { checkDatabase, isOwner } from './check-database.ts'
import { ensureLogin, giveAppLogin } from './give-app-login.ts'

export interface PrepareOptions {
  /** An owner's, or that of a role that may only act as duck_app. */
  url: string
  /** The owner's, when `url` is weak and the schema may have to be changed. */
  adminUrl?: string | null | undefined
  /** From which the password of duck_app is derived. */
  secret: string
}

/**
 * Brings the database up to date, as far as a role is given that may, and finds the URL to serve with: that of a weak
 * role, over which row level security holds.
 *
 * @throws Error a sentence for the operator, also when there is no such role or the database is not strict.
 */
export async function prepareDatabase({ url, adminUrl, secret }: PrepareOptions): Promise<string> {
  const serving = await (adminUrl ? withAdmin(url, adminUrl) : alone(url, secret))
  await checkDatabase(serving)
  return serving
}

async function withAdmin(url: string, adminUrl: string): Promise<string> {
  await migrate(adminUrl)
  // The role is made by the first migration; its password is the one that the operator chose.
  if (new URL(url).username === 'duck_app') await ensureLogin(adminUrl, url)
  return url
}

async function alone(url: string, secret: string): Promise<string> {
  if (!(await isOwner(url))) return url
  await migrate(url)
  return giveAppLogin(url, secret)
}
