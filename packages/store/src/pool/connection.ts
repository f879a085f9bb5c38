import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'

/** How every connection of a `Db` is made. */
export interface ConnectionOptions {
  url: string
  /** False behind a pooler, where the next transaction may run on another backend. */
  prepare: boolean
}

/** One connection, made at its first statement and again after it was lost. */
export interface Connection {
  readonly sql: postgres.Sql
  /** A client of Drizzle's own, since it replaces the client's JSON serializers; only where settings are written. */
  readonly orm: PostgresJsDatabase
  /** Whether a commit went through here whose standby had not confirmed it, since this was last asked. */
  tookUnsafeCommit(): boolean
  /** Answers come from statements under way; what is left after `seconds` is cut off. */
  end(seconds: number): Promise<void>
}

// Where Postgres waits for a standby; it warns from there when the wait was cancelled. Unlike the text, this name is
// the same in every language.
const STANDBY_WAIT = 'SyncRepWaitForLSN'

/** One connection with a client of its own: then a warning is known to be that of the statement under way. */
export function openConnection({ url, prepare }: ConnectionOptions): Connection {
  let unsafe = false
  const sql = postgres(url, {
    max: 1,
    prepare,
    connect_timeout: 5,
    // postgres.js waits up to 20 s between attempts by itself; a database restart must show within a second.
    backoff: () => 0.5,
    onnotice: ({ routine }) => {
      if (routine === STANDBY_WAIT) unsafe = true
    },
    connection: { application_name: 'duck' },
  })
  let orm: PostgresJsDatabase | undefined
  return {
    sql,
    get orm() {
      orm ??= drizzle(sql)
      return orm
    },
    tookUnsafeCommit() {
      const was = unsafe
      unsafe = false
      return was
    },
    end: (seconds) => sql.end({ timeout: seconds }),
  }
}
