import { DuckError } from '@duck/protocol'

export interface AppendRateOptions {
  perSecond: number
  /** So many at once by one who had made none for a while. */
  burst: number
  /** Milliseconds of a clock that only goes on; the process's own without. */
  now?: () => number
}

// Two for each taken, so that those who are through are dropped faster than others come.
const LOOKED_AT = 2
// What adding up fractions of milliseconds may be off by.
const ROUNDING_MS = 1e-6

/** How fast each user may make rows: a token bucket a user, kept as the moment at which it is full again. */
export class AppendRate {
  readonly #intervalMs: number
  readonly #burstMs: number
  readonly #now: () => number
  /** Who took last stands last. A bucket that is full is as one that was never used. */
  readonly #fullAt = new Map<string, number>()

  constructor({ perSecond, burst, now = () => performance.now() }: AppendRateOptions) {
    this.#intervalMs = 1000 / perSecond
    this.#burstMs = burst * this.#intervalMs
    this.#now = now
  }

  /** How many users have used up some of their burst. */
  get size(): number {
    return this.#fullAt.size
  }

  /**
   * Counts one call of the user's, also one that was made before.
   *
   * @throws TOO_MANY_REQUESTS `rate` beyond it; such a call does not count.
   */
  take(userId: string): void {
    const now = this.#now()
    this.#dropFull(now)
    const fullAt = Math.max(this.#fullAt.get(userId) ?? now, now) + this.#intervalMs
    const overMs = fullAt - now - this.#burstMs
    if (overMs > ROUNDING_MS)
      throw new DuckError('TOO_MANY_REQUESTS', 'You are adding messages too fast.', {
        reason: 'rate',
        retryAfterMs: Math.ceil(overMs),
      })
    this.#fullAt.delete(userId)
    this.#fullAt.set(userId, fullAt)
  }

  #dropFull(now: number): void {
    let looks = LOOKED_AT
    for (const [userId, fullAt] of this.#fullAt) {
      if (looks-- === 0 || fullAt > now) return
      this.#fullAt.delete(userId)
    }
  }
}
