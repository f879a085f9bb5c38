import type { Clock } from '../clock.ts'

/** A clock on which every delay is over at once; it remembers how long they were. */
export class InstantClock implements Clock {
  readonly delays: number[] = []

  now(): number {
    return this.delays.reduce((sum, ms) => sum + ms, 0)
  }

  async delay(ms: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    this.delays.push(ms)
  }
}
