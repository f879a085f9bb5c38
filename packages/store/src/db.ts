import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'

/** One process's way to Postgres: a pool for our own statements and one that Drizzle may configure. */
export interface Db {
  readonly sql: postgres.Sql
  readonly orm: PostgresJsDatabase
  /** Answers come from statements under way; then every connection is closed. */
  close(): Promise<void>
}

const APPEND_CONNECTIONS = 10
const SETTINGS_CONNECTIONS = 4
// A connection whose Postgres was killed in a transaction never counts as idle again.
const CLOSE_SECONDS = 2

/**
 * Connects lazily to the database at `url`. Drizzle replaces a postgres.js client's JSON serializers, so it gets
 * a client of its own.
 */
export function connect(url: string): Db {
  const sql = client(url, APPEND_CONNECTIONS)
  const settings = client(url, SETTINGS_CONNECTIONS)
  return {
    sql,
    orm: drizzle(settings),
    async close() {
      await Promise.all([sql, settings].map((each) => each.end({ timeout: CLOSE_SECONDS })))
    },
  }
}

function client(url: string, max: number): postgres.Sql {
  return postgres(url, {
    max,
    connect_timeout: 5,
    // postgres.js waits up to 20 s between attempts by itself; a database restart must show within a second.
    backoff: () => 0.5,
    onnotice: () => {},
    connection: { application_name: 'duck' },
  })
}
