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
  /** Nobody reads any more. */
  closed = false

  push(event: SyncEvent): void {
    if (this.overflowed || this.closed) return
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

  close(): void {
    this.reset()
    this.closed = true
    this.#wake?.()
  }

  /** Waits until there is something to read, or nothing will come any more. */
  async wait(): Promise<void> {
    if (this.#events.length > 0 || this.overflowed || this.closed) return
    await new Promise<void>((resolve) => {
      this.#wake = resolve
    })
    this.#wake = null
  }
}
