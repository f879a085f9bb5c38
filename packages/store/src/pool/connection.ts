import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { ARRAY_TYPES } from './array-types.ts'
import { type Address, createWire } from './wire.ts'

/** How every connection of a `Db` is made. */
export interface ConnectionOptions {
  url: string
  /** False behind a pooler, where the next transaction may run on another backend. */
  prepare: boolean
  /** Hears what is notified on the channels that the connection listens on. */
  onNotify?: (payload: string) => void
  /** The connection is gone, from whichever side. */
  onLost?: () => void
}

/** One connection, made at its first statement; once lost it is not made again. */
export interface Connection {
  readonly sql: postgres.Sql
  /** A client of Drizzle's own, since it replaces the client's JSON serializers; only where settings are written. */
  readonly orm: PostgresJsDatabase
  /** Whether a commit went through here whose standby had not confirmed it, since this was last asked. */
  tookUnsafeCommit(): boolean
  isLost: () => boolean
  /** Statements under way fail. */
  cut(): void
  /** Ends it when the statements under way are done, at the latest after a second. */
  end(): Promise<void>
}

// Where Postgres waits for a standby; it warns from there when the wait was cancelled. Unlike the text, this name is
// the same in every language.
const STANDBY_WAIT = 'SyncRepWaitForLSN'

/** One connection with a client of its own: then a warning is known to be that of the statement under way. */
export function openConnection({ url, prepare, onNotify, onLost }: ConnectionOptions): Connection {
  let unsafe = false
  const wire = createWire()
  const sql = postgres(url, {
    max: 1,
    prepare,
    connect_timeout: 5,
    max_lifetime: null,
    fetch_types: false,
    types: ARRAY_TYPES,
    ...undeclared({
      socket: wire.open,
      onnotify: (_channel: string, payload: string) => onNotify?.(payload),
    }),
    onclose: () => {
      wire.cut()
      onLost?.()
    },
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
    isLost: wire.isLost,
    cut() {
      wire.cut()
      void sql.end({ timeout: 0 })
    },
    async end() {
      await sql.end({ timeout: 1 })
      wire.cut()
    },
  }
}

interface Undeclared {
  socket: (address: Address) => Promise<unknown>
  onnotify: (channel: string, payload: string) => void
}

/** Options of postgres.js that its types do not have: one that it documents, and the one that its own `listen` uses. */
function undeclared(options: Undeclared): object {
  return options
}
