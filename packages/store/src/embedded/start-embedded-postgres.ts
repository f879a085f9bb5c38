import { findBinaries } from './binaries.ts'
import { checkClusterVersion, clusterVersion, type DataDir, openDataDir } from './data-dir.ts'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import { ensureDatabase } from './ensure-database.ts'
import { createCluster } from './initdb.ts'
import { removeInitdbLeftovers } from './initdb-leftovers.ts'
import type { Launch } from './launch.ts'
import { type Owned, own } from './own.ts'
import { ensurePassword } from './password.ts'
import { postgresVersion } from './postgres-version.ts'
import { chooseRunAs } from './run-as.ts'
import type { Settings } from './settings.ts'
import { takeBack } from './stop-unowned.ts'
import { type Supervisor, supervise } from './supervise.ts'

export interface EmbeddedPostgresOptions {
  /** Holds the database, its password and its log; made where it is missing. */
  dataDir: string
  /** Gets one sentence for the operator at a time, during the start and when Postgres has to be restarted. */
  onProgress?: ((line: string) => void) | undefined
  /** Ends a start half-way: nothing it started stays behind, and it throws the signal's reason. */
  signal?: AbortSignal | undefined
  /** Server settings by name, over ours. */
  settings?: Settings | undefined
}

export interface EmbeddedPostgres {
  /** `postgres://duck:…@127.0.0.1:<port>/duck`, a superuser's; stays the same when Postgres is restarted. */
  url: string
  /** Whether it was running already, left by a Duck that was killed. */
  adopted: boolean
  /** Changes when Postgres is restarted. */
  readonly pid: number
  /** Shuts Postgres down and waits until its process is gone. */
  stop(): Promise<void>
}

/**
 * Starts the Postgres of a data dir, or adopts the one a killed process left running, and owns it until
 * `stop` or death; in between it is restarted whenever it dies. It outlives this process if that is killed.
 * Throws EmbeddedPostgresError, `in-use` when another process owns the data dir and keeps it for 3 s.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  options.signal?.throwIfAborted()
  const launch = await prepare(await openDataDir(options.dataDir), options)
  try {
    return await begin(launch)
  } catch (error) {
    if (!isInUse(error)) await takeBack(launch)
    throw error
  }
}

async function prepare(dir: DataDir, options: EmbeddedPostgresOptions): Promise<Launch> {
  const binaries = findBinaries()
  const runAs = await chooseRunAs(dir, binaries)
  const version = postgresVersion(binaries, runAs)
  await checkClusterVersion(dir, version)
  return {
    dir,
    binaries,
    runAs,
    version,
    password: await ensurePassword(dir),
    settings: options.settings ?? {},
    progress: options.onProgress ?? (() => {}),
    signal: options.signal,
    spawned: new Map(),
  }
}

async function begin(launch: Launch): Promise<EmbeddedPostgres> {
  await removeInitdbLeftovers(launch.dir)
  if ((await clusterVersion(launch.dir)) === undefined) await createCluster(launch)
  const owned = await own(launch)
  await fillOrGiveBack(launch, owned)
  const { pid, port } = owned.serving
  launch.progress(`Postgres ${launch.version} is ready on port ${port} (pid ${pid}).`)
  const url = `postgres://duck:${launch.password}@127.0.0.1:${port}/duck`
  return handle({ url, adopted: !launch.spawned.has(pid) }, supervise(launch, owned))
}

async function fillOrGiveBack(launch: Launch, { lock }: Owned): Promise<void> {
  try {
    await ensureDatabase(lock)
    launch.signal?.throwIfAborted()
  } catch (error) {
    await lock.end()
    throw error
  }
}

function isInUse(error: unknown): boolean {
  return error instanceof EmbeddedPostgresError && error.code === 'in-use'
}

function handle(facts: { url: string; adopted: boolean }, supervisor: Supervisor): EmbeddedPostgres {
  return {
    ...facts,
    get pid() {
      return supervisor.pid()
    },
    stop: () => supervisor.stop(),
  }
}
