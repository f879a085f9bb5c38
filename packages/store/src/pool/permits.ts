import { DuckError } from '@duck/protocol'

interface Waiter {
  admit(): void
  refuse(error: DuckError): void
}

/** So many at once; the others wait in order, a bounded number of them, and not for ever. */
export class Permits {
  readonly #size: number
  readonly #mostWaiting: number
  readonly #waiters = new Set<Waiter>()
  #inUse = 0

  constructor(size: number, mostWaiting: number) {
    this.#size = size
    this.#mostWaiting = mostWaiting
  }

  use(): { size: number; inUse: number; waiting: number } {
    return { size: this.#size, inUse: this.#inUse, waiting: this.#waiters.size }
  }

  /**
   * A permit, given back when it is disposed of.
   *
   * @throws SERVICE_UNAVAILABLE `pool-full` after `withinMs`, or at once when too many wait.
   */
  async acquire(withinMs: number): Promise<Disposable> {
    if (this.#inUse < this.#size) this.#inUse++
    else await this.#wait(withinMs)
    let held = true
    return {
      [Symbol.dispose]: () => {
        if (held) this.#release()
        held = false
      },
    }
  }

  /** Refuses everybody who waits now. */
  refuseWaiting(error: DuckError): void {
    for (const waiter of this.#waiters) waiter.refuse(error)
  }

  #wait(withinMs: number): Promise<void> {
    if (withinMs <= 0 || this.#waiters.size >= this.#mostWaiting) return Promise.reject(full())
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => waiter.refuse(full()), withinMs)
      const leave = () => {
        clearTimeout(timer)
        this.#waiters.delete(waiter)
      }
      const waiter: Waiter = {
        admit() {
          leave()
          resolve()
        },
        refuse(error) {
          leave()
          reject(error)
        },
      }
      this.#waiters.add(waiter)
    })
  }

  /** The permit goes on to whoever has waited longest. */
  #release(): void {
    const [next] = this.#waiters
    if (next) next.admit()
    else this.#inUse--
  }
}

function full(): DuckError {
  return new DuckError('SERVICE_UNAVAILABLE', 'Too many calls wait for the database.', {
    reason: 'pool-full',
    retryAfterMs: 500,
  })
}
