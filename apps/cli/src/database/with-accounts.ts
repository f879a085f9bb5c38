import { type AuthDb, connectAuth, findAuthUrl, unreachableDatabase } from '@duck/store'
import { readKeptSecret, visitEmbeddedPostgres } from '@duck/store/embedded'
import type { Context } from '../context.ts'
import type { Env } from '../env.ts'

type Settings = Pick<Env, 'databaseUrl' | 'dataDir' | 'secret'>

/** A start that takes no longer is nobody's concern. */
const SILENT_MS = 3_000

/** The ways to the operator's database, else to the embedded one. */
export interface Ways {
  /** As the settings have it: the owner's, mostly. */
  url: string
  /** That of the role that sees the accounts. */
  authUrl: string
}

/**
 * Lets `act` use the accounts of the operator's database, else those of the embedded one, whether its server runs or not.
 *
 * @throws Error a sentence for the operator.
 */
export function withAccounts<Result>(
  settings: Settings,
  context: Pick<Context, 'note' | 'signal'>,
  act: (db: AuthDb) => Promise<Result>,
): Promise<Result> {
  return withWays(settings, context, async ({ authUrl }) => {
    await using undo = new AsyncDisposableStack()
    const db = connectAuth(authUrl)
    undo.defer(() => db.close())
    // A statement that waits for somebody does not keep the person who asked.
    return await Promise.race([act(db), untilAborted(context.signal)])
  })
}

/**
 * Lets `act` connect to the database, which is there as long as it takes.
 *
 * @throws Error a sentence for the operator.
 */
export async function withWays<Result>(
  settings: Settings,
  { note, signal }: Pick<Context, 'note' | 'signal'>,
  act: (ways: Ways) => Promise<Result>,
): Promise<Result> {
  await using undo = new AsyncDisposableStack()
  const begun = performance.now()
  const onProgress = (line: string) => {
    if (performance.now() - begun > SILENT_MS) note(line)
  }
  const ways =
    settings.databaseUrl === null
      ? await embedded(settings, { onProgress, signal }, undo)
      : await operators(settings.databaseUrl, settings)
  return await act(ways)
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const end = () => reject(signal.reason)
    if (signal.aborted) end()
    else signal.addEventListener('abort', end, { once: true })
  })
}

interface Start {
  onProgress: (line: string) => void
  signal: AbortSignal
}

async function embedded(
  { dataDir, secret: given }: Settings,
  start: Start,
  undo: AsyncDisposableStack,
): Promise<Ways> {
  const visit = await visitEmbeddedPostgres({ dataDir, ...start })
  undo.defer(() => visit.end())
  const secret = given ?? (await readKeptSecret(dataDir))
  if (secret === null)
    throw new Error(`There is no secret in ${dataDir}. Set DUCK_SECRET to that of the server.`)
  return { url: visit.url, authUrl: await findAuthUrl({ url: visit.url, secret }) }
}

async function operators(url: string, { secret }: Settings): Promise<Ways> {
  try {
    return { url, authUrl: await findAuthUrl({ url, secret: secret ?? '' }) }
  } catch (error) {
    throw unreachableDatabase(error)
  }
}
