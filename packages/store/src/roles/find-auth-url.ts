import { loginUrl, logsIn } from './ensure-login.ts'

/**
 * The way to the accounts of a database that a server has prepared; nothing is changed there. `url` leads to it as any
 * role.
 *
 * @throws Error a sentence for the operator; the driver's when the database is not reached.
 */
export async function findAuthUrl({ url, secret }: { url: string; secret: string }): Promise<string> {
  const authUrl = loginUrl(url, 'duck_auth', secret)
  if (await logsIn(authUrl)) return authUrl
  throw new Error(
    'The accounts cannot be opened: the role duck_auth is not let in. Is DUCK_SECRET that of the server, and has this version of The Duck been started once on this database?',
  )
}
