import { realpath } from 'node:fs/promises'
import { type AdminConnection, openAdminConnection } from './admin-connection.ts'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import { errorCode } from './error-text.ts'
import type { Launch } from './launch.ts'
import type { Serving } from './serve.ts'
import { until } from './until.ts'

/** An arbitrary fixed key: "duck" in ASCII. */
const LOCK_KEY = 0x6475636b
const NAME = 'duck owner '
// The backend of an owner that was just killed needs a moment to notice.
const PATIENCE_MS = 3_000

/** Held while this process owns the data dir; a kill -9 frees it by itself. */
export type OwnerLock = AdminConnection

/**
 * Takes the session advisory lock that makes this process the data dir's one owner, waiting up to 3 s.
 * undefined when that Postgres is not answering (any more), so that the caller looks for it again.
 * Throws `in-use`, `not-ours`, or the signal's reason.
 */
export async function takeOwnerLock(launch: Launch, serving: Serving): Promise<OwnerLock | undefined> {
  const connection = openAdminConnection({
    port: serving.port,
    password: launch.password,
    applicationName: `${NAME}${process.pid}`,
  })
  try {
    await checkDataDirectory(connection, launch)
    if (!(await waitForLock(connection, launch))) throw await inUse(connection, launch)
    return connection
  } catch (error) {
    await connection.end()
    if (errorCode(error) === '28P01') throw wrongPassword(launch, error)
    if (isAway(error)) return undefined
    throw error
  }
}

async function waitForLock({ sql }: AdminConnection, { signal }: Launch): Promise<true | undefined> {
  const look = async () => {
    const [row] = await sql<{ held: boolean }[]>`select pg_try_advisory_lock(${LOCK_KEY}) as held`
    return row?.held ? (true as const) : undefined
  }
  return until(look, { within: PATIENCE_MS, every: 100, signal })
}

async function checkDataDirectory({ sql }: AdminConnection, { dir }: Launch): Promise<void> {
  const [row] = await sql<{ path: string }[]>`select current_setting('data_directory') as path`
  const theirs = await realpath(row?.path ?? '').catch(() => row?.path)
  if (theirs === dir.cluster) return
  throw new EmbeddedPostgresError(
    'not-ours',
    `The Postgres that runs for ${dir.cluster} says that it serves ${theirs}. Stop it, or set DUCK_DATA_DIR to another folder.`,
  )
}

/** The pid of the process that owns the data dir now. */
export async function ownerPid({ sql }: AdminConnection): Promise<number | undefined> {
  const [row] = await sql<{ name: string }[]>`
    select application_name as name from pg_stat_activity
    where pid = any (select pid from pg_locks where locktype = 'advisory' and granted and objid = ${LOCK_KEY})
      and datname = current_database() and starts_with(application_name, ${NAME})`
  return row && Number(row.name.slice(NAME.length))
}

async function inUse(connection: AdminConnection, { dir }: Launch): Promise<EmbeddedPostgresError> {
  const pid = await ownerPid(connection)
  return new EmbeddedPostgresError(
    'in-use',
    `Another Duck${pid ? ` (pid ${pid})` : ''} is using the data folder ${dir.root}. Stop it first, or set DUCK_DATA_DIR to another folder.`,
  )
}

function wrongPassword({ dir }: Launch, cause: unknown): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'not-ours',
    `The password in ${dir.passwordFile} is not the one of the database in ${dir.cluster}. Put the right one back, or set DUCK_DATA_DIR to another folder.`,
    cause,
  )
}

/** No Postgres there, or one that is starting, stopping, full or just went away. */
function isAway(error: unknown): boolean {
  return /^(ECONN|EPIPE|CONNECTION_|CONNECT_TIMEOUT|57P0|53300)/.test(errorCode(error) ?? '')
}
