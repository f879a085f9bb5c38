import type { Clock } from '../clock.ts'

interface Sleeper {
  at: number
  wake(): void
}

/** A clock that a test moves by hand. */
export class ManualClock implements Clock {
  #now = 0
  #sleepers: Sleeper[] = []

  now(): number {
    return this.#now
  }

  delay(ms: number, signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    if (signal.aborted) reject(signal.reason)
    this.#sleepers.push({ at: this.#now + ms, wake: resolve })
    return promise
  }

  /** Moves on and wakes whoever has slept long enough. */
  advance(ms: number): void {
    this.#now += ms
    const due = this.#sleepers.filter((sleeper) => sleeper.at <= this.#now)
    this.#sleepers = this.#sleepers.filter((sleeper) => sleeper.at > this.#now)
    for (const sleeper of due) sleeper.wake()
  }
}
