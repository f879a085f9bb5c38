import { tmpdir } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { asAdmin } from '../../database/as-admin.ts'
import { prepareTestDatabase } from '../../database/prepare-test-database.ts'
import { startThrowAwayPostgres, type ThrowAwayPostgres } from '../../database/throw-away-postgres.ts'
import { withDatabase } from '../../database/with-database.ts'

/** A Postgres of the run's own, which is killed in it. */
export interface HistoryPostgres extends AsyncDisposable {
  /** A new database with the product's schema and no rows. */
  createDatabase(name: string): Promise<RunDatabase>
  /** kill -9; resolves when it answers again. */
  kill(): Promise<void>
}

export interface RunDatabase {
  name: string
  /** A superuser's. */
  adminUrl: string
  /** What the product connects with. */
  appUrl: string
}

// A kill -9 takes nothing from the system's file cache, so fsync may be off; a commit must still be one.
const SETTINGS = { synchronous_commit: 'on', fsync: 'off', full_page_writes: 'on' }
const PROBE_MS = 20

export async function startHistoryPostgres(settings: Record<string, string> = {}): Promise<HistoryPostgres> {
  const server = await startThrowAwayPostgres({ ...SETTINGS, ...settings }, tmpdir())
  let kill = Promise.resolve()
  return {
    async createDatabase(name) {
      await asAdmin(server.url, (admin) => admin.unsafe(`create database ${name}`))
      const url = withDatabase(server.url, name)
      return { name, adminUrl: url, appUrl: (await prepareTestDatabase(url)).url }
    },
    // One after the other: the second of two at once would find a Postgres that is not there yet.
    kill: () => {
      kill = kill.then(() => killAndWait(server))
      return kill
    },
    [Symbol.asyncDispose]: () => server.stop(),
  }
}

async function killAndWait(server: ThrowAwayPostgres): Promise<void> {
  const { pid } = server
  process.kill(pid, 'SIGKILL')
  while (server.pid === pid) await pause(PROBE_MS)
}
