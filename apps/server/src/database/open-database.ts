import { migrate } from '@duck/store'
import { startEmbeddedPostgres } from '@duck/store/embedded'
import type { Env } from '../env.ts'

export interface Database {
  url: string
  /** Shuts the embedded Postgres down; an operator's own is left alone. */
  stop(): Promise<void>
}

/**
 * The database at the present schema: the operator's, else the embedded one.
 *
 * @throws Error a sentence for the operator.
 */
export async function openDatabase(
  { databaseUrl, dataDir }: Pick<Env, 'databaseUrl' | 'dataDir'>,
  signal: AbortSignal,
): Promise<Database> {
  const database =
    databaseUrl === null ? await embedded(dataDir, signal) : { url: databaseUrl, stop: async () => {} }
  try {
    await migrate(database.url)
    return database
  } catch (error) {
    await database.stop()
    throw databaseUrl === null ? error : unreachable(error)
  }
}

async function embedded(dataDir: string, signal: AbortSignal): Promise<Database> {
  const postgres = await startEmbeddedPostgres({ dataDir, onProgress: (line) => console.log(line), signal })
  return { url: postgres.url, stop: () => postgres.stop() }
}

/** Says what to look at; a driver's words can quote the URL's password, so they are left out. */
function unreachable(error: unknown): Error {
  const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
  if (code === '') return error instanceof Error ? error : new Error('The database could not be prepared.')
  return new Error(`The database at DATABASE_URL cannot be used${code}. Is it running, and is the URL right?`)
}
