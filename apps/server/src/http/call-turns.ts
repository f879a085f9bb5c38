import { setTimeout as delay } from 'node:timers/promises'
import type { Turn } from '@duck/api'
import { DuckError } from '@duck/protocol'
import { Permits } from '@duck/store'

export interface CallTurnsOptions {
  /** How many calls are worked on at once. */
  size: number
  /** How many of one caller. */
  mostOfCaller: number
  /** Milliseconds after which a call is taken to wait for something else than this process, and others come on. */
  turnMs?: number
}

const TURN_MS = 50
const WAIT_MS = 2_000
const MOST_WAITING = 10_000

/**
 * Whose calls are worked on. One thread does all the work, and an answer takes several goes of it: with few calls of each
 * caller between them, one who sends them without end keeps nobody else waiting.
 */
export class CallTurns {
  readonly #permits: Permits
  readonly #turnMs: number

  constructor({ size, mostOfCaller, turnMs = TURN_MS }: CallTurnsOptions) {
    this.#permits = new Permits({
      size,
      mostOfUser: mostOfCaller,
      mostWaiting: MOST_WAITING,
      refusal: tooManyCalls,
    })
    this.#turnMs = turnMs
  }

  /** @throws TOO_MANY_REQUESTS `calls` when the turn does not come within 2 s, or too many wait. */
  async take(caller: string): Promise<Turn> {
    const permit = await this.#permits.acquire(WAIT_MS, caller)
    const end = performance.now() + this.#turnMs
    const timer = setTimeout(() => permit[Symbol.dispose](), this.#turnMs)
    timer.unref()
    return {
      refused: () => delay(Math.max(0, end - performance.now())),
      [Symbol.dispose]() {
        clearTimeout(timer)
        permit[Symbol.dispose]()
      },
    }
  }
}

function tooManyCalls(): DuckError {
  return new DuckError('TOO_MANY_REQUESTS', 'You are making too many calls.', {
    reason: 'calls',
    retryAfterMs: 1000,
  })
}
