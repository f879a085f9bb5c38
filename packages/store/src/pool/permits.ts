import type { DuckError } from '@duck/protocol'

interface Waiter {
  admit(): void
  refuse(error: DuckError): void
}

export interface PermitsOptions {
  /** How many may be out at once. */
  size: number
  /** How many may wait for one. */
  mostWaiting: number
  /** What they get who wait too long or are too many. */
  refusal: () => DuckError
}

/** So many at once; the others wait in order, a bounded number of them, and not for ever. */
export class Permits {
  readonly #options: PermitsOptions
  readonly #waiters = new Set<Waiter>()
  #inUse = 0

  constructor(options: PermitsOptions) {
    this.#options = options
  }

  use(): { size: number; inUse: number; waiting: number } {
    return { size: this.#options.size, inUse: this.#inUse, waiting: this.#waiters.size }
  }

  /**
   * A permit, given back when it is disposed of.
   *
   * @throws the refusal after `withinMs`, or at once when too many wait.
   */
  async acquire(withinMs: number): Promise<Disposable> {
    if (this.#inUse < this.#options.size) this.#inUse++
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
    const { mostWaiting, refusal } = this.#options
    if (withinMs <= 0 || this.#waiters.size >= mostWaiting) return Promise.reject(refusal())
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => waiter.refuse(refusal()), withinMs)
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
