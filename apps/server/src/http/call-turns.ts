import { setTimeout as delay } from 'node:timers/promises'
import type { Turn } from '@duck/api'
import { DuckError } from '@duck/protocol'
import { Permits } from '@duck/store'

export interface CallTurnsOptions {
  /** How many calls are worked on at once. */
  size: number
  /** How many of one caller while there are others; who is alone has more. */
  mostOfCaller: number
  /** Milliseconds of a clock that only goes on; the process's own without. */
  now?: () => number
  /** Milliseconds after which a call is taken to wait for something else than this process, and others come on. */
  turnMs?: number
}

const TURN_MS = 50
/** Who is alone keeps nobody waiting, and much at once costs the database less. */
const MOST_ALONE = 32
/** So long after the last call of anybody else a caller is alone: people think between two of theirs. */
const ALONE_AFTER_MS = 60_000
const WAIT_MS = 2_000
const MOST_WAITING = 10_000

/**
 * Whose calls are worked on. One thread does all the work, and an answer takes several goes of it: with few calls of each
 * caller between them, and as long a rest after each as it took, one who sends them without end keeps nobody else waiting.
 */
export class CallTurns {
  readonly #permits: Permits
  readonly #turnMs: number
  readonly #now: () => number
  /** Who called last, and who did last of all others. */
  #last = { caller: '', at: Number.NEGATIVE_INFINITY }
  #lastOther = this.#last

  constructor({ size, mostOfCaller, turnMs = TURN_MS, now = () => performance.now() }: CallTurnsOptions) {
    this.#permits = new Permits({
      size,
      mostOfUser: (caller) => (this.#isAlone(caller) ? Math.max(mostOfCaller, MOST_ALONE) : mostOfCaller),
      mostWaiting: MOST_WAITING,
      refusal: tooManyCalls,
    })
    this.#turnMs = turnMs
    this.#now = now
  }

  /** @throws TOO_MANY_REQUESTS `calls` when the turn does not come within 2 s, or too many wait. */
  async take(caller: string): Promise<Turn> {
    this.#note(caller)
    const permit = await this.#permits.acquire(WAIT_MS, caller)
    const began = performance.now()
    const end = began + this.#turnMs
    const timer = setTimeout(() => permit[Symbol.dispose](), this.#turnMs)
    timer.unref()
    return {
      refused: () => delay(Math.max(0, end - performance.now())),
      [Symbol.dispose]: () => {
        clearTimeout(timer)
        // Only what others could have used meanwhile, and only of one who asks for more than it gets.
        const rests = this.#permits.waitingOf(caller) > 0 && !this.#isAlone(caller)
        if (rests) setTimeout(() => permit[Symbol.dispose](), performance.now() - began).unref()
        else permit[Symbol.dispose]()
      },
    }
  }

  #note(caller: string): void {
    if (caller !== this.#last.caller) this.#lastOther = this.#last
    this.#last = { caller, at: this.#now() }
  }

  #isAlone(caller: string): boolean {
    const other = caller === this.#last.caller ? this.#lastOther : this.#last
    return this.#now() - other.at > ALONE_AFTER_MS
  }
}

function tooManyCalls(): DuckError {
  return new DuckError('TOO_MANY_REQUESTS', 'You are making too many calls.', {
    reason: 'calls',
    retryAfterMs: 1000,
  })
}
