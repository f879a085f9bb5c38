import { DuckError } from '@duck/protocol'
import type { Connection } from './connection.ts'
import { Permits } from './permits.ts'

export interface PoolOptions {
  /** Its name in the metrics. */
  name: string
  size: number
  open: () => Connection
  /** A call got no connection in time. */
  onRefused?: () => void
}

// A database that is silent for so long is taken for gone; the statement's fate is unknown.
const SILENCE_MS = 9_000
// A connection whose Postgres was killed in a transaction never counts as idle again.
const CLOSE_SECONDS = 2
/** How long a call may wait for a connection. */
export const ACQUIRE_MS = 2_000
const MOST_WAITING = 1_000

/**
 * A few connections, bounded on every side: how many, how many calls wait for one and how long, and how long a
 * statement may be silent. A call in excess gets SERVICE_UNAVAILABLE.
 */
export class Pool {
  readonly name: string
  readonly #permits: Permits
  readonly #open: () => Connection
  readonly #idle: Connection[] = []
  readonly #onRefused: () => void
  readonly #connections = new Set<Connection>()

  constructor({ name, size, open, onRefused = () => {} }: PoolOptions) {
    this.name = name
    this.#permits = new Permits(size, MOST_WAITING)
    this.#open = open
    this.#onRefused = onRefused
  }

  /** For the metrics. */
  use(): { size: number; inUse: number; waiting: number } {
    return this.#permits.use()
  }

  /**
   * Runs the work on a connection that nobody else uses meanwhile. It may outlast its caller: a caller that is told
   * of silence goes, the statement is cut off with its connection.
   *
   * @throws SERVICE_UNAVAILABLE `pool-full` after waiting `withinMs`, `database-away` after 9 s of silence,
   *   `not-durable` when the commit was not confirmed by the standby that was asked for; else what the work throws.
   */
  async run<Result>(
    work: (connection: Connection) => Promise<Result>,
    withinMs = ACQUIRE_MS,
  ): Promise<Result> {
    using _permit = await this.#permits.acquire(withinMs).catch((error: unknown) => {
      this.#onRefused()
      throw error
    })
    const connection = this.#idle.pop() ?? this.#connect()
    const silence = Promise.withResolvers<never>()
    const timer = setTimeout(() => {
      this.#connections.delete(connection)
      silence.reject(silent())
      void connection.end(0)
    }, SILENCE_MS)
    try {
      const result = await Promise.race([work(connection), silence.promise])
      if (connection.tookUnsafeCommit()) throw notDurable()
      return result
    } finally {
      clearTimeout(timer)
      if (this.#connections.has(connection)) this.#idle.push(connection)
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#connections].map((connection) => connection.end(CLOSE_SECONDS)))
  }

  #connect(): Connection {
    const connection = this.#open()
    this.#connections.add(connection)
    return connection
  }
}

function silent(): DuckError {
  return new DuckError('SERVICE_UNAVAILABLE', 'The database does not answer.', {
    reason: 'database-away',
    retryAfterMs: 1000,
  })
}

function notDurable(): DuckError {
  return new DuckError('SERVICE_UNAVAILABLE', 'The standby has not confirmed the write.', {
    reason: 'not-durable',
    retryAfterMs: 1000,
  })
}
