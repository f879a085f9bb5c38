import type { Batch } from './batch.ts'
import type { WaitingRow } from './waiting-row.ts'

interface Waiting {
  rows: number
  bytes: number
}

/** What waits of one user, by session, each in the order in which it came. */
interface User extends Waiting {
  sessions: Map<string, WaitingRow[]>
}

const MIB = 1024 * 1024
/** Beyond these a row is refused. */
export const MOST_OF_A_USER: Readonly<Waiting> = { rows: 1_000, bytes: 16 * MIB }
export const MOST_OF_ALL: Readonly<Waiting> = { rows: 10_000, bytes: 64 * MIB }

/**
 * Rows that wait for a batch. Users take turns, and so do the sessions of each: whoever sends much waits behind himself. Rows
 * of one session stay in order.
 */
export class FairQueue {
  readonly #users = new Map<string, User>()
  readonly #byAge = new Set<WaitingRow>()
  #bytes = 0

  get size(): number {
    return this.#byAge.size
  }

  /** The one that has waited longest. */
  get oldest(): WaitingRow | undefined {
    const [oldest] = this.#byAge
    return oldest
  }

  /** Whether there was room for the row. */
  add(waiting: WaitingRow): boolean {
    const { userId, sessionId } = waiting.row
    const user = this.#users.get(userId) ?? { rows: 0, bytes: 0, sessions: new Map<string, WaitingRow[]>() }
    const all = { rows: this.size, bytes: this.#bytes }
    if (!hasRoom(user, waiting, MOST_OF_A_USER) || !hasRoom(all, waiting, MOST_OF_ALL)) return false
    this.#users.set(userId, user)
    const session = user.sessions.get(sessionId)
    if (session) session.push(waiting)
    else user.sessions.set(sessionId, [waiting])
    user.rows++
    user.bytes += waiting.bytes
    this.#bytes += waiting.bytes
    this.#byAge.add(waiting)
    return true
  }

  /** Fills the batch, a row a user in turn. Sessions that `isBusy` are passed over. */
  fill(batch: Batch, isBusy: (sessionId: string) => boolean): void {
    let takers = [...this.#users].map(([userId, user]) => ({
      userId,
      rows: this.#takeInTurn(user, batch, isBusy),
    }))
    while (takers.length > 0 && !batch.isFull) {
      const lastRound = takers
      takers = []
      for (const taker of lastRound) {
        if (batch.isFull) return
        if (taker.rows.next().done === true) continue
        takers.push(taker)
        this.#rotate(taker.userId)
      }
    }
  }

  /** Takes out those that `isOver`, from the oldest on. */
  removeWhile(isOver: (waiting: WaitingRow) => boolean): WaitingRow[] {
    const removed: WaitingRow[] = []
    for (const waiting of this.#byAge) {
      if (!isOver(waiting)) break
      const user = this.#users.get(waiting.row.userId)
      const session = user?.sessions.get(waiting.row.sessionId)
      if (!user || !session) continue
      session.splice(session.indexOf(waiting), 1)
      this.#forget(user, waiting)
      removed.push(waiting)
    }
    return removed
  }

  /** Each step takes one row of the user's into the batch, from one session after another. */
  *#takeInTurn(user: User, batch: Batch, isBusy: (sessionId: string) => boolean): Generator<void, void> {
    let open = [...user.sessions].filter(([sessionId]) => !isBusy(sessionId))
    while (open.length > 0) {
      const lastRound = open
      open = []
      for (const session of lastRound) {
        const [sessionId, rows] = session
        const [first] = rows
        if (!first || !batch.take(first)) continue
        rows.shift()
        // To the end of its user's sessions.
        user.sessions.delete(sessionId)
        user.sessions.set(sessionId, rows)
        this.#forget(user, first)
        open.push(session)
        yield
      }
    }
  }

  #rotate(userId: string): void {
    const user = this.#users.get(userId)
    if (!user) return
    this.#users.delete(userId)
    this.#users.set(userId, user)
  }

  #forget(user: User, waiting: WaitingRow): void {
    const { userId, sessionId } = waiting.row
    this.#byAge.delete(waiting)
    this.#bytes -= waiting.bytes
    user.rows--
    user.bytes -= waiting.bytes
    if (user.sessions.get(sessionId)?.length === 0) user.sessions.delete(sessionId)
    if (user.rows === 0) this.#users.delete(userId)
  }
}

function hasRoom(now: Waiting, { bytes }: WaitingRow, most: Waiting): boolean {
  return now.rows < most.rows && (now.rows === 0 || now.bytes + bytes <= most.bytes)
}
