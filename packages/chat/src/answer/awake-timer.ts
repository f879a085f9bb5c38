const STEP_MS = 1_000

/**
 * Acts after so many ms in which this process ran. Time in which it was stopped, or its machine slept, does not count,
 * except for a second: what others sent meanwhile lies unread, and nobody was late.
 */
export class AwakeTimer implements Disposable {
  readonly #act: () => void
  #left: number
  #timer: NodeJS.Timeout

  constructor(ms: number, act: () => void) {
    this.#act = act
    this.#left = ms
    this.#timer = this.#step()
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer)
  }

  #step(): NodeJS.Timeout {
    const step = Math.min(this.#left, STEP_MS)
    return setTimeout(() => {
      this.#left -= step
      if (this.#left <= 0) this.#act()
      else this.#timer = this.#step()
    }, step)
  }
}
