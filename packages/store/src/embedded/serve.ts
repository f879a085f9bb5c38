import { closeSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import { freePort } from './free-port.ts'
import type { Launch } from './launch.ts'
import { lastComplaint, openLog } from './log-file.ts'
import { removeMisleadingPid, runningPostmaster } from './running-postmaster.ts'
import { settingsArguments } from './settings.ts'
import { spawnDetached } from './spawn-detached.ts'
import { until } from './until.ts'

/** A Postgres that accepts connections. */
export interface Serving {
  pid: number
  port: number
}

interface Attempt {
  /** Set once its process is gone. */
  how: string | undefined
}

// A recovery after a crash replays the log first; with much of it that takes its time.
const READY_WITHIN_MS = 600_000
const TRIES = 6
const SHORTEST_PAUSE_MS = 100

/**
 * Finds the cluster's running Postgres, or starts one (on `port` where it is given).
 * Throws `failed` with the end of Postgres's own log, or the signal's reason.
 */
export async function serve(launch: Launch, port?: number): Promise<Serving> {
  const attempts: Attempt[] = []
  const look = async (): Promise<Serving | undefined> => {
    const running = runningPostmaster(launch.dir.cluster)
    const own = attempts.at(-1)
    if (running?.status === 'ready' && running.port) return { pid: running.pid, port: running.port }
    if (running || (own && own.how === undefined)) return undefined
    if (attempts.length >= TRIES) throw failure(launch, own?.how)
    if (own) await beforeNext(launch, own, attempts.length)
    attempts.push(await spawnPostgres(launch, port ?? (await freePort())))
    return undefined
  }
  const notice = setTimeout(
    () => launch.progress(`Still waiting for Postgres (log: ${launch.dir.logFile}) …`),
    5_000,
  )
  try {
    const serving = await until(look, { within: READY_WITHIN_MS, signal: launch.signal })
    if (serving) return serving
    throw failure(launch, `was not ready after ${READY_WITHIN_MS / 1000} s`)
  } finally {
    clearTimeout(notice)
  }
}

// A port may be taken in the last moment; and the backends of a Postgres that was killed with -9 keep its
// shared memory until they have finished their statement.
async function beforeNext({ progress, signal }: Launch, { how }: Attempt, tries: number): Promise<void> {
  progress(`Postgres ${how}; trying again …`)
  await pause(SHORTEST_PAUSE_MS * 2 ** tries, undefined, signal && { signal }).catch(() => {})
  signal?.throwIfAborted()
}

async function spawnPostgres(launch: Launch, port: number): Promise<Attempt> {
  const { dir, binaries, runAs, settings } = launch
  removeMisleadingPid(dir.cluster)
  launch.progress(`Starting Postgres ${launch.version} on port ${port} …`)
  const args = ['-D', dir.cluster, '-p', String(port), ...settingsArguments(settings)]
  const output = openLog(dir.logFile)
  const { child, ended } = spawnDetached({ runAs, program: binaries.postgres, args, output })
  closeSync(output)
  child.unref()
  if (child.pid) launch.spawned.set(child.pid, child)
  const attempt: Attempt = { how: undefined }
  void ended.then((how) => {
    attempt.how = how
  })
  return attempt
}

function failure({ dir, version }: Launch, how = 'did not start'): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'failed',
    `Postgres ${version} for ${dir.cluster} ${how}. Its log ${dir.logFile} says: ${lastComplaint(dir.logFile)}`,
  )
}
