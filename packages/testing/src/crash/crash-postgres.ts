import { asAdmin } from '../database/as-admin.ts'
import { prepareTestDatabase } from '../database/prepare-test-database.ts'
import { startThrowAwayPostgres } from '../database/throw-away-postgres.ts'
import { withDatabase } from '../database/with-database.ts'

/** A database of one scenario's own, with the product's schema and no rows. */
export interface CrashDatabase {
  /** A superuser's. */
  url: string
  /** What the product connects with. */
  appUrl: string
  drop(): Promise<void>
}

export interface CrashPostgres extends AsyncDisposable {
  createDatabase: () => Promise<CrashDatabase>
}

// Only servers are killed here: what Postgres has, it keeps; but a commit is to take what it takes.
const SETTINGS = { synchronous_commit: 'on' }
const TEMPLATE = 'crash_template'

/** A Postgres for the time of a run. */
export async function startCrashPostgres(): Promise<CrashPostgres> {
  const server = await startThrowAwayPostgres(SETTINGS)
  const run = (statement: string) => asAdmin(server.url, (admin) => admin.unsafe(statement))
  try {
    await run(`create database ${TEMPLATE}`)
    const templateUrl = withDatabase(server.url, TEMPLATE)
    const { url: appUrl } = await prepareTestDatabase(templateUrl)
    let made = 0
    // A template can be copied by one at a time.
    let last: Promise<unknown> = Promise.resolve()
    const createDatabase = async (): Promise<CrashDatabase> => {
      const name = `crash_${made++}`
      const mine = last.then(() => run(`create database ${name} template ${TEMPLATE}`))
      last = mine.catch(() => {})
      await mine
      return {
        url: withDatabase(server.url, name),
        appUrl: withDatabase(appUrl, name),
        drop: () => run(`drop database if exists ${name} with (force)`).then(() => {}),
      }
    }
    return { createDatabase, [Symbol.asyncDispose]: () => server.stop() }
  } catch (error) {
    await server.stop()
    throw error
  }
}
