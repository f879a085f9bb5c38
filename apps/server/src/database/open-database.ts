import { prepareDatabase } from '@duck/store'
import { startEmbeddedPostgres } from '@duck/store/embedded'
import type { Env } from '../env.ts'
import { keptSecret } from './kept-secret.ts'

export interface Database {
  /** That of the weak role which serves. */
  url: string
  /** That of the owner, where there is one; for development, which migrates at each restart. */
  ownerUrl: string | null
  secret: string
  /** Shuts the embedded Postgres down; an operator's own is left alone. */
  stop(): Promise<void>
}

type Settings = Pick<Env, 'databaseUrl' | 'databaseAdminUrl' | 'dataDir' | 'secret'>

/**
 * The database at the present schema, checked and ready to serve: the operator's, else the embedded one.
 *
 * @throws Error a sentence for the operator.
 */
export async function openDatabase(settings: Settings, signal: AbortSignal): Promise<Database> {
  return settings.databaseUrl === null
    ? embedded(settings, signal)
    : operators(settings.databaseUrl, settings)
}

async function embedded({ dataDir, secret: given }: Settings, signal: AbortSignal): Promise<Database> {
  const postgres = await startEmbeddedPostgres({ dataDir, onProgress: (line) => console.log(line), signal })
  const stop = () => postgres.stop()
  try {
    const secret = given ?? (await keptSecret(dataDir))
    return { url: await prepareDatabase({ url: postgres.url, secret }), ownerUrl: postgres.url, secret, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function operators(url: string, { databaseAdminUrl, secret: given }: Settings): Promise<Database> {
  const secret = given ?? ''
  try {
    const serving = await prepareDatabase({ url, adminUrl: databaseAdminUrl, secret })
    return {
      url: serving,
      ownerUrl: databaseAdminUrl ?? (serving === url ? null : url),
      secret,
      stop: async () => {},
    }
  } catch (error) {
    throw unreachable(error)
  }
}

/** Says what to look at; a driver's words can quote the URL's password, so they are left out. */
function unreachable(error: unknown): Error {
  const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
  if (code === '') return error instanceof Error ? error : new Error('The database could not be prepared.')
  return new Error(`The database at DATABASE_URL cannot be used${code}. Is it running, and is the URL right?`)
}
