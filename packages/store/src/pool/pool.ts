import { DuckError } from '@duck/protocol'
import type { Connection } from './connection.ts'
import { Connections } from './connections.ts'
import { Permits } from './permits.ts'
import { within } from './within.ts'

export interface PoolOptions {
  /** Its name in the metrics. */
  name: string
  size: number
  /** How many of them one user's statements may have at once; all without. */
  mostOfUser?: number | undefined
  open: () => Connection
  /** A call was refused because it had waited too long, or too many waited. */
  onRefused?: () => void
  /** How long a statement may be silent; 9 s without. */
  silenceMs?: number | undefined
}

/** Whose a call is. */
export interface CallOptions {
  /** When it began, by performance.now(); its waits are counted from there. */
  began?: number | undefined
  /** Users take turns where there is not enough for all; the server itself without. */
  userId?: string | undefined
}

// A database that is silent for so long is taken for gone; the statement's fate is unknown.
const SILENCE_MS = 9_000
/** How long a call may wait for a connection. */
export const ACQUIRE_MS = 2_000
/** A call that had to wait is answered after so long at the latest. */
const ANSWER_MS = 2_400
// What passes before a call that need not wait has its connection, also where the machine is busy.
const AT_ONCE_MS = 100
const MOST_WAITING = 1_000
const CLOSE_MS = 2_000

/**
 * A few connections, bounded on every side: how many, how many calls wait for one and how long, and how long a
 * statement may be silent. A call in excess gets SERVICE_UNAVAILABLE. A connection that was lost is replaced.
 */
export class Pool {
  readonly name: string
  readonly #onRefused: () => void
  readonly #silenceMs: number
  readonly #permits: Permits
  readonly #connections: Connections
  readonly #underWay = new Set<Promise<unknown>>()
  #closed = false

  constructor({ name, size, mostOfUser, open, onRefused = () => {}, silenceMs = SILENCE_MS }: PoolOptions) {
    this.name = name
    this.#onRefused = onRefused
    this.#silenceMs = silenceMs
    this.#permits = new Permits({
      size,
      mostOfUser,
      mostWaiting: MOST_WAITING,
      refusal: () => this.#full(),
    })
    this.#connections = new Connections(open)
  }

  /** For the metrics. */
  use(): { size: number; inUse: number; waiting: number } {
    return this.#permits.use()
  }

  /**
   * Runs the work on a connection that nobody else uses meanwhile. A statement may outlast its caller: one that had to
   * wait goes 2.4 s after it began.
   *
   * @throws SERVICE_UNAVAILABLE `pool-full` when the connection came too late, `database-away` after 9 s of silence,
   *   `not-durable` when the commit was not confirmed by the standby that was asked for; else what the work throws.
   */
  async run<Result>(
    work: (connection: Connection) => Promise<Result>,
    { began = performance.now(), userId }: CallOptions = {},
  ): Promise<Result> {
    if (this.#closed) throw closed()
    const permit = await this.#permits.acquire(began + ACQUIRE_MS - performance.now(), userId)
    // It may have been given in the moment of closing.
    if (this.#closed) {
      permit[Symbol.dispose]()
      throw closed()
    }
    const answer = this.#perform(permit, work)
    const waited = performance.now() - began
    return waited < AT_ONCE_MS ? answer : within(ANSWER_MS - waited, answer, () => this.#full())
  }

  /** Answers come from statements under way, for 2 s; nobody else is let in. */
  async close(): Promise<void> {
    this.#closed = true
    this.#permits.refuseWaiting(closed())
    await within(CLOSE_MS, Promise.allSettled(this.#underWay), closed).catch(() => {})
    await this.#connections.end()
  }

  #perform<Result>(permit: Disposable, work: (connection: Connection) => Promise<Result>): Promise<Result> {
    const performed = this.#hold(permit, work).finally(() => this.#underWay.delete(performed))
    this.#underWay.add(performed)
    return performed
  }

  async #hold<Result>(
    permit: Disposable,
    work: (connection: Connection) => Promise<Result>,
  ): Promise<Result> {
    using _permit = permit
    using lent = this.#connections.lend()
    const { connection } = lent
    // What was left by a call that failed for another reason.
    connection.tookUnsafeCommit()
    try {
      const result = await within(this.#silenceMs, work(connection), silent)
      if (connection.tookUnsafeCommit()) throw notDurable()
      return result
    } catch (error) {
      lent.blame(error)
      throw error
    }
  }

  #full(): DuckError {
    this.#onRefused()
    return poolFull()
  }
}

/** What a call gets that waits too long, or would wait behind too many. */
export function poolFull(): DuckError {
  return new DuckError('SERVICE_UNAVAILABLE', 'Too many calls wait for the database.', {
    reason: 'pool-full',
    retryAfterMs: 500,
  })
}

function silent(): DuckError {
  return new DuckError('SERVICE_UNAVAILABLE', 'The database does not answer.', {
    reason: 'database-away',
    retryAfterMs: 1000,
  })
}

/** What a call gets while the server is stopping. */
export function closed(): DuckError {
  return new DuckError('SERVICE_UNAVAILABLE', 'The server is stopping.', {
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
