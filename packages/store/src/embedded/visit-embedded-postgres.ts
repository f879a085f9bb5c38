import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { openAdminConnection } from './admin-connection.ts'
import { type DataDir, openDataDir } from './data-dir.ts'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import { ensurePassword } from './password.ts'
import { runningPostmaster } from './running-postmaster.ts'
import { type EmbeddedPostgresOptions, startEmbeddedPostgres } from './start-embedded-postgres.ts'

/** The Postgres of a data dir, for the time of a command. */
export interface Visit {
  /** A superuser's, to the database `duck`. */
  url: string
  /** Stops Postgres, if it was started for the visit. */
  end(): Promise<void>
}

/**
 * Goes to the Postgres of a data dir: that which a server runs, else one that is started until `end`. A server that starts
 * meanwhile waits for the end, for 3 s.
 *
 * @throws EmbeddedPostgresError, `no-database` when none was made yet: nothing is made here.
 */
export async function visitEmbeddedPostgres(
  options: Pick<EmbeddedPostgresOptions, 'dataDir' | 'onProgress' | 'signal'>,
): Promise<Visit> {
  await refuseEmpty(options.dataDir)
  const dir = await openDataDir(options.dataDir)
  const serversUrl = await runningUrl(dir)
  if (serversUrl !== null && (await isServed(serversUrl))) return guest(serversUrl)
  try {
    const postgres = await startEmbeddedPostgres(options)
    return { url: postgres.url, end: () => postgres.stop() }
  } catch (error) {
    // A server that is only starting has it already.
    const startingUrl = isInUse(error) ? await runningUrl(dir) : null
    if (startingUrl !== null) return guest(startingUrl)
    throw error
  }
}

async function refuseEmpty(dataDir: string): Promise<void> {
  const file = path.join(dataDir, 'postgres', 'PG_VERSION')
  const fault = await readFile(file).then(
    () => null,
    (error: NodeJS.ErrnoException) => error,
  )
  if (fault === null) return
  if (fault.code === 'ENOENT')
    throw new EmbeddedPostgresError(
      'no-database',
      `There is no database in ${dataDir} yet. Start The Duck once, or set DUCK_DATA_DIR to its folder.`,
    )
  throw new EmbeddedPostgresError(
    'not-ours',
    `The database in ${dataDir} cannot be read (${fault.code}). Be the user who runs The Duck.`,
    fault,
  )
}

async function runningUrl(dir: DataDir): Promise<string | null> {
  const running = runningPostmaster(dir.cluster)
  if (running?.status !== 'ready' || running.port === undefined) return null
  return `postgres://duck:${await ensurePassword(dir)}@127.0.0.1:${running.port}/duck`
}

/** Whether a server is connected; a visitor alone would take its Postgres away. */
async function isServed(url: string): Promise<boolean> {
  const { port, password } = new URL(url)
  const connection = openAdminConnection({
    port: Number(port),
    password,
    applicationName: `duck visit ${process.pid}`,
  })
  try {
    const [row] = await connection.sql<{ served: boolean }[]>`
      select exists (select from pg_stat_activity where datname = 'duck' and usename = 'duck_app') as served`
    return row?.served ?? false
  } catch {
    return false
  } finally {
    await connection.end()
  }
}

function guest(url: string): Visit {
  return { url, end: async () => {} }
}

function isInUse(error: unknown): boolean {
  return error instanceof EmbeddedPostgresError && error.code === 'in-use'
}
