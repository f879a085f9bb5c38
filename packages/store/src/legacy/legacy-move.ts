import { DuckError } from '@duck/protocol'
import { sqlstate } from '../errors.ts'
import type { Pool } from '../pool/pool.ts'

/** The functions or tables of the move are gone: the arrays were dropped. */
const GONE = new Set(['42883', '42P01'])

/** What a `Db` has beside the others where an old app's arrays are kept. */
export class LegacyMove {
  /** Apart from the others, since the worker's statements may take long, and answer nobody. */
  readonly pool: Pool
  readonly onDifference: (sessionId: string) => void
  #isOver = false
  #lists = 0
  #compares = false

  constructor(pool: Pool, onDifference: (sessionId: string) => void = () => {}) {
    this.pool = pool
    this.onDifference = onDifference
  }

  /** Whether the arrays were dropped meanwhile: there is nothing to be done for them any more. */
  get isOver(): boolean {
    return this.#isOver
  }

  /** What a statement of the move gives; null from the moment on in which the arrays are dropped. */
  async unlessOver<Result>(call: () => Promise<Result>): Promise<Result | null> {
    if (this.#isOver) return null
    try {
      return await call()
    } catch (error) {
      const state = sqlstate(error instanceof DuckError ? error.cause : error)
      if (!GONE.has(state)) throw error
      this.#isOver = true
      return null
    }
  }

  /** Of ten calls lets the first begin a comparison, unless one is under way. */
  async sampled(compare: () => Promise<void>): Promise<void> {
    const isDue = this.#lists++ % SAMPLED_OF === 0
    if (this.#isOver || this.#compares || !isDue) return
    this.#compares = true
    await compare().finally(() => {
      this.#compares = false
    })
  }
}

const SAMPLED_OF = 10
