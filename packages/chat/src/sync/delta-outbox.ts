import type { Feed } from './feed.ts'

/** New text of a stream, beginning at unit `offset`. */
export interface Delta {
  userId: string
  sessionId: string
  streamId: string
  offset: number
  delta: string
}

/** What telling one tab costs at most; as long as the last round took, the next one waits, but never longer than a frame. */
const MS_A_TAB = 0.05
const FRAME_MS = 33
const BUSY_MS = 5

/**
 * Brings new text to the tabs: at once while little is going on. Under load the text of up to one frame is told as one
 * event, so that a thousand tabs of a fast answer cost no more than they must.
 */
export class DeltaOutbox {
  readonly #feed: Feed
  readonly #waiting = new Map<string, Delta>()
  #timer: NodeJS.Timeout | null = null
  #nextAt = 0

  constructor(feed: Feed) {
    this.#feed = feed
  }

  add(delta: Delta): void {
    const waiting = this.#waiting.get(delta.streamId)
    if (waiting) waiting.delta += delta.delta
    else this.#waiting.set(delta.streamId, { ...delta })
    const wait = this.#nextAt - performance.now()
    if (wait <= 0) this.#flush()
    else this.#timer ??= setTimeout(() => this.#flush(), wait)
  }

  /** What waits of one stream is told now: its end comes next. */
  flush(streamId: string): void {
    const waiting = this.#waiting.get(streamId)
    if (waiting) this.#deliver(waiting)
  }

  #flush(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    let told = 0
    // Whose tabs are still being told of the last round gets one larger piece after it.
    for (const delta of this.#waiting.values())
      if (!this.#feed.isBusy(delta.userId)) told += this.#deliver(delta)
    this.#nextAt = performance.now() + Math.min(FRAME_MS, told * MS_A_TAB)
    if (this.#waiting.size > 0) this.#timer = setTimeout(() => this.#flush(), BUSY_MS)
  }

  #deliver({ userId, sessionId, ...text }: Delta): number {
    this.#waiting.delete(text.streamId)
    return this.#feed.deliver(userId, { type: 'stream-delta', ...text }, sessionId)
  }
}
