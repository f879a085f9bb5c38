import { DuckError } from '@duck/protocol'

export interface BodyBudgetOptions {
  /** Bytes of all bodies that are on their way. */
  mostOfAll: number
  /** Of those of one caller. */
  mostOfCaller: number
}

/** How much of bodies that are not whole yet may lie in memory: a client may take its time with each. */
export class BodyBudget {
  readonly #options: BodyBudgetOptions
  readonly #taken = new Map<string, number>()
  #total = 0

  constructor(options: BodyBudgetOptions) {
    this.#options = options
  }

  /** How many callers have a body on its way. */
  get callers(): number {
    return this.#taken.size
  }

  /**
   * Room for a body, given back when it is disposed of. A caller may always have one.
   *
   * @throws TOO_MANY_REQUESTS `bodies` when the caller has too much on its way; SERVICE_UNAVAILABLE when all have.
   */
  take(caller: string, bytes: number): Disposable {
    const own = this.#taken.get(caller) ?? 0
    if (own > 0 && own + bytes > this.#options.mostOfCaller) throw tooMuchOfCaller()
    if (this.#total + bytes > this.#options.mostOfAll) throw tooMuchOfAll()
    this.#add(caller, bytes)
    let held = true
    return {
      [Symbol.dispose]: () => {
        if (held) this.#add(caller, -bytes)
        held = false
      },
    }
  }

  #add(caller: string, bytes: number): void {
    this.#total += bytes
    const own = (this.#taken.get(caller) ?? 0) + bytes
    if (own > 0) this.#taken.set(caller, own)
    else this.#taken.delete(caller)
  }
}

const RETRY_MS = 1_000

function tooMuchOfCaller(): DuckError {
  return new DuckError('TOO_MANY_REQUESTS', 'You are sending too much at once.', {
    reason: 'bodies',
    retryAfterMs: RETRY_MS,
  })
}

function tooMuchOfAll(): DuckError {
  return new DuckError('SERVICE_UNAVAILABLE', 'Too much is being sent at once.', {
    reason: 'bodies',
    retryAfterMs: RETRY_MS,
  })
}
