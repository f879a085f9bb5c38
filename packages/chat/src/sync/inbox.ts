import type { SyncEvent } from '@duck/protocol'

// With what a WebSocket buffers before a feed pauses, 128 KiB, it is one Mi.
const MOST_UNITS = (1024 - 128) * 1024
const EVENT_UNITS = 200

/** Takes an event past the inbox of a reader that waits; false when it cannot at the moment. */
export type Direct = (event: SyncEvent) => boolean

/** What one subscriber has not been given yet: bounded, and emptied by whoever reads it. */
export class Inbox {
  #events: SyncEvent[] = []
  #units = 0
  #wake: (() => void) | null = null
  #direct: Direct | null = null
  /** Called when events are dropped because nobody reads them. */
  readonly #onOverflow: (() => void) | undefined
  /** True when events were dropped since the last `reset`: the reader starts over. */
  overflowed = false
  /** Nobody reads any more. */
  closed = false

  constructor(onOverflow?: () => void) {
    this.#onOverflow = onOverflow
  }

  push(event: SyncEvent): void {
    if (this.overflowed || this.closed) return
    if (this.#direct && this.#events.length === 0 && this.#direct(event)) return
    this.#units += EVENT_UNITS + (event.type === 'stream-delta' ? event.delta.length : 0)
    if (this.#units > MOST_UNITS) {
      this.reset()
      this.overflowed = true
      this.#onOverflow?.()
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

  /** Waits until there is something to read, or nothing will come any more. What `direct` takes meanwhile is read. */
  async wait(direct: Direct | null = null): Promise<void> {
    if (this.#events.length > 0 || this.overflowed || this.closed) return
    await new Promise<void>((resolve) => {
      this.#wake = resolve
      this.#direct = direct
    })
    this.#wake = null
    this.#direct = null
  }
}
