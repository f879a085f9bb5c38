/** What the database's other users had of the last slice. */
export interface Strain {
  /** How many others waited for a lock when it ended. */
  waiting: number
  /** How long a statement that does nothing but commit took beside it, in milliseconds. */
  commitMs: number
}

export interface ThrottleOptions {
  /** 1 rests as long as it worked; 0 never rests, for a database that nobody else uses. */
  rest?: number
}

const MOST_REST_MS = 5_000
const CALM_COMMIT_MS = 50

/**
 * How long to rest between slices: as long as the slice took, and twice as long again each time that others wait for locks or
 * commits are slow, until they are not. A slice that is slow for others is made shorter, too.
 */
export class Throttle {
  readonly #rest: number
  #strained = 0

  constructor({ rest = 1 }: ThrottleOptions = {}) {
    this.#rest = rest
  }

  get rests(): boolean {
    return this.#rest > 0
  }

  /** How many milliseconds of work the next slice may take. */
  get sliceMs(): number {
    return this.#strained > 0 ? 50 : 100
  }

  /** How many milliseconds to rest now, after a slice that took `tookMs`. */
  after(tookMs: number, { waiting, commitMs }: Strain): number {
    const isStrained = waiting > 0 || commitMs > CALM_COMMIT_MS
    this.#strained = isStrained ? Math.min(this.#strained + 1, 6) : Math.max(this.#strained - 1, 0)
    return Math.min(tookMs * this.#rest * 2 ** this.#strained, MOST_REST_MS)
  }
}
