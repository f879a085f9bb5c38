import { LIMITS, type SyncEvent } from '@duck/protocol'

const MOST_UNITS = LIMITS.bodyBytes / 2
const EVENT_UNITS = 200

/** What one subscriber has not been given yet: bounded, and emptied by whoever reads it. */
export class Inbox {
  #events: SyncEvent[] = []
  #units = 0
  #wake: (() => void) | null = null
  /** True when events were dropped since the last `reset`: the reader starts over. */
  overflowed = false

  push(event: SyncEvent): void {
    if (this.overflowed) return
    this.#units += EVENT_UNITS + (event.type === 'stream-delta' ? event.delta.length : 0)
    if (this.#units > MOST_UNITS) {
      this.reset()
      this.overflowed = true
    } else {
      this.#events.push(event)
    }
    this.#wake?.()
  }

  /** The events so far, which are no longer kept. */
  drain(): SyncEvent[] {
    const events = this.#events
    this.#events = []
    this.#units = 0
    return events
  }

  reset(): void {
    this.drain()
    this.overflowed = false
  }

  /** Waits until there is something to read, `ms` have passed or the signal is aborted. */
  async wait(ms: number, signal: AbortSignal): Promise<void> {
    if (this.#events.length > 0 || this.overflowed || signal.aborted) return
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', done)
        this.#wake = null
        resolve()
      }
      const timer = setTimeout(done, ms)
      signal.addEventListener('abort', done)
      this.#wake = done
    })
  }
}
