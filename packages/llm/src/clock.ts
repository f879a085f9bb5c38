import { setTimeout as sleep } from 'node:timers/promises'

/** Time as this package sees it, so that tests need not wait. */
export interface Clock {
  /** Milliseconds that never go back. */
  now(): number
  /** Resolves after `ms`; rejects with the signal's reason as soon as it is aborted. */
  delay(ms: number, signal: AbortSignal): Promise<void>
}

export const realClock: Clock = {
  now: () => performance.now(),
  async delay(ms, signal) {
    try {
      await sleep(ms, undefined, { signal })
    } catch (error) {
      signal.throwIfAborted()
      throw error
    }
  },
}
