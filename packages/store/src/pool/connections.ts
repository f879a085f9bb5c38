import { isReadOnly, meansAway } from '../errors.ts'
import type { Connection } from './connection.ts'

/** A connection of a pool while one call has it; disposed of, it goes to the next. */
export interface Lent extends Disposable {
  readonly connection: Connection
  /** Tells what the call failed with, after which the connection may be of no use any more. */
  blame(error: unknown): void
}

// So that a change of address or of defaults reaches every connection in the end.
const LIFETIME_MS = 45 * 60_000
// Where the database stays read-only, its connections are not made anew with each write.
const RENEW_AFTER_MS = 1_000

/** The connections of a pool: the idle ones, those on loan, and the rule which of them are used again. */
export class Connections {
  readonly #open: () => Connection
  readonly #openedAt = new Map<Connection, number>()
  readonly #idle: Connection[] = []
  #usableSince = 0
  #ended = false

  constructor(open: () => Connection) {
    this.#open = open
  }

  /** An idle connection, or a new one. */
  lend(): Lent {
    const connection = this.#takeIdle() ?? this.#make()
    return {
      connection,
      blame: (error) => {
        if (meansAway(error)) this.#drop(connection)
        else if (isReadOnly(error)) this.#renew(connection)
      },
      [Symbol.dispose]: () => {
        if (this.#isUsable(connection)) this.#idle.push(connection)
        else this.#drop(connection)
      },
    }
  }

  /** Ends the idle ones and cuts off those on loan. */
  async end(): Promise<void> {
    this.#ended = true
    const idle = this.#idle.splice(0)
    for (const connection of this.#openedAt.keys()) if (!idle.includes(connection)) this.#drop(connection)
    this.#openedAt.clear()
    await Promise.all(idle.map((connection) => connection.end()))
  }

  #takeIdle(): Connection | undefined {
    for (;;) {
      const connection = this.#idle.pop()
      if (!connection || this.#isUsable(connection)) return connection
      this.#drop(connection)
    }
  }

  #make(): Connection {
    const connection = this.#open()
    this.#openedAt.set(connection, performance.now())
    return connection
  }

  /** A database that takes writes again, or another that does, shows to new connections only. */
  #renew(connection: Connection): void {
    const openedAt = this.#openedAt.get(connection) ?? 0
    if (performance.now() - openedAt > RENEW_AFTER_MS) this.#usableSince = performance.now()
  }

  #isUsable(connection: Connection): boolean {
    const openedAt = this.#openedAt.get(connection)
    if (openedAt === undefined || this.#ended || connection.isLost()) return false
    return openedAt >= this.#usableSince && performance.now() - openedAt < LIFETIME_MS
  }

  #drop(connection: Connection): void {
    this.#openedAt.delete(connection)
    connection.cut()
  }
}
