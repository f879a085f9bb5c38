import { chmod, mkdtemp, rm } from 'node:fs/promises'
import path from 'node:path'
import { startEmbeddedPostgres } from '@duck/store/embedded'
import { memoryFolder } from './memory-folder.ts'
import { whenWeDie } from './when-we-die.ts'

export interface ThrowAwayPostgres {
  url: string
  /** Changes when Postgres is restarted, as it is whenever it dies. */
  readonly pid: number
  /** Stops it and removes its data. */
  stop(): Promise<void>
}

// Nothing here has to survive a power cut.
const SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'on',
  max_connections: '300',
}
// First a moment, in which a Postgres that is only starting writes its pid.
const STOP_AND_REMOVE =
  'sleep 1; kill -QUIT "$(head -n 1 "$0/postgres/postmaster.pid")"; sleep 1; rm -rf "$0"'

/**
 * A Postgres for one test run, gone with it however the run ends; `settings` win over its own. What takes
 * gigabytes or is to be as durable as the product's has its data in a `folder` on a disk.
 */
export async function startThrowAwayPostgres(
  settings: Record<string, string> = {},
  folder = memoryFolder(),
): Promise<ThrowAwayPostgres> {
  const dataDir = await mkdtemp(path.join(folder, 'duck-test-'))
  await chmod(dataDir, 0o755)
  const guard = whenWeDie(STOP_AND_REMOVE, [dataDir])
  const postgres = await startEmbeddedPostgres({ dataDir, settings: { ...SETTINGS, ...settings } })
  const stop = async () => {
    await postgres.stop()
    await rm(dataDir, { recursive: true, force: true })
    guard.cancel()
  }
  return {
    url: postgres.url,
    get pid() {
      return postgres.pid
    },
    stop,
  }
}
