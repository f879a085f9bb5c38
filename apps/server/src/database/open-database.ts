import { prepareDatabase, unreachableDatabase } from '@duck/store'
import { keptSecret, startEmbeddedPostgres } from '@duck/store/embedded'
import type { Env } from '../env.ts'

export interface Database {
  /** That of the weak role which serves. */
  url: string
  /** That of the role which signs people in. */
  authUrl: string
  /** That of the owner, where there is one; for development, which migrates at each restart. */
  ownerUrl: string | null
  /** A direct way for the weak role, where `url` is a pooler's; null when there is none but `url`. */
  listenUrl: string | null
  secret: string
  /** Shuts the embedded Postgres down; an operator's own is left alone. */
  stop(): Promise<void>
}

type Settings = Pick<Env, 'databaseUrl' | 'databaseAdminUrl' | 'databaseListenUrl' | 'dataDir' | 'secret'>

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
    const urls = await prepareDatabase({ url: postgres.url, secret })
    return { ...urls, ownerUrl: postgres.url, listenUrl: null, secret, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function operators(
  url: string,
  { databaseAdminUrl, databaseListenUrl, secret: given }: Settings,
): Promise<Database> {
  const secret = given ?? ''
  try {
    const { url: serving, authUrl } = await prepareDatabase({ url, adminUrl: databaseAdminUrl, secret })
    return {
      url: serving,
      authUrl,
      ownerUrl: databaseAdminUrl ?? (serving === url ? null : url),
      listenUrl: databaseListenUrl && listenUrlFor(databaseListenUrl, url, serving),
      secret,
      stop: async () => {},
    }
  } catch (error) {
    throw unreachableDatabase(error)
  }
}

/** Who serves also listens: an owner's name and password are replaced as they were in DATABASE_URL. */
function listenUrlFor(listenUrl: string, given: string, serving: string): string {
  const [direct, before, after] = [new URL(listenUrl), new URL(given), new URL(serving)]
  if (direct.username !== before.username) return listenUrl
  direct.username = after.username
  direct.password = after.password
  return direct.href
}
