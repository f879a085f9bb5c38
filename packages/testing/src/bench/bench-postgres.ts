import { tmpdir } from 'node:os'
import { asAdmin } from '../database/as-admin.ts'
import { prepareTestDatabase } from '../database/prepare-test-database.ts'
import { startThrowAwayPostgres } from '../database/throw-away-postgres.ts'
import { withDatabase } from '../database/with-database.ts'

/** A Postgres as durable as the product's, for the time of a bench. */
export interface BenchPostgres extends AsyncDisposable {
  /** A superuser's, to a database without tables of ours. */
  url: string
  pid: number
  /** A new database with the product's schema and no rows. */
  createDatabase(name: string): Promise<BenchDatabase>
  /** A superuser's way to a new database without anything. */
  createEmptyDatabase(name: string): Promise<string>
}

export interface BenchDatabase {
  /** A superuser's. */
  adminUrl: string
  /** What the product connects with: a weak role, under row level security. */
  appUrl: string
}

// Checkpoints come when we ask for them: one in the middle of a slice would put whole pages into its WAL.
const SETTINGS = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  autovacuum: 'on',
  checkpoint_timeout: '1h',
  max_wal_size: '8GB',
}
const TEMPLATE = 'bench_template'

/** `settings` are added to its own. */
export async function startBenchPostgres(settings: Record<string, string> = {}): Promise<BenchPostgres> {
  const server = await startThrowAwayPostgres({ ...SETTINGS, ...settings }, tmpdir())
  try {
    const create = (name: string, more = '') =>
      asAdmin(server.url, (admin) => admin.unsafe(`create database ${name} ${more}`))
    await create(TEMPLATE)
    const templateUrl = withDatabase(server.url, TEMPLATE)
    const { url: appUrl } = await prepareTestDatabase(templateUrl)
    return {
      url: server.url,
      pid: server.pid,
      async createDatabase(name) {
        await create(name, `template ${TEMPLATE}`)
        return { adminUrl: withDatabase(server.url, name), appUrl: withDatabase(appUrl, name) }
      },
      async createEmptyDatabase(name) {
        await create(name)
        return withDatabase(server.url, name)
      },
      [Symbol.asyncDispose]: () => server.stop(),
    }
  } catch (error) {
    await server.stop()
    throw error
  }
}
