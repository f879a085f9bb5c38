import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { type Guard, memoryFolder, whenWeDie } from '@duck/testing/database'
import { afterEach } from 'vitest'
import { sendSignal } from '../process-signals.ts'
import { runningPostmaster } from '../running-postmaster.ts'
import { until } from '../until.ts'

// First a moment, in which a Postgres that is only starting writes its pid.
const STOP_AND_REMOVE =
  'sleep 1; kill -QUIT "$(head -n 1 "$0/.duck/postgres/postmaster.pid")"; sleep 1; rm -rf "$0"'

/** Makes data dirs that are gone after each test, with the Postgres that still serves them. */
export function useDataDirs(): (mode?: number) => Promise<string> {
  const made: { parent: string; guard: Guard }[] = []
  afterEach(async () => {
    for (const { parent, guard } of made.splice(0)) {
      await killPostgres(path.join(parent, '.duck'))
      await rm(parent, { recursive: true, force: true, maxRetries: 5 })
      guard.cancel()
    }
  })
  return async (mode = 0o755) => {
    const parent = await mkdtemp(path.join(memoryFolder(), 'duck-embedded-'))
    await chmod(parent, mode)
    made.push({ parent, guard: whenWeDie(STOP_AND_REMOVE, [parent]) })
    return path.join(parent, '.duck')
  }
}

/** kill -9, and waits until it is gone. */
export async function killPostgres(dataDir: string): Promise<void> {
  const cluster = path.join(dataDir, 'postgres')
  const running = runningPostmaster(cluster)
  if (!running) return
  sendSignal(running.pid, 'SIGKILL')
  await until(() => (runningPostmaster(cluster)?.pid === running.pid ? undefined : true), { within: 5_000 })
}

/** The pid of the Postgres that serves a data dir now. */
export function postgresPid(dataDir: string): number | undefined {
  return runningPostmaster(path.join(dataDir, 'postgres'))?.pid
}

/** What a first start left lying, by name. */
export async function leftovers(dataDir: string): Promise<string[]> {
  return (await readdir(dataDir).catch(() => []))
    .filter((name) => name.startsWith('postgres-'))
    .filter((name) => name !== 'postgres-password')
}
