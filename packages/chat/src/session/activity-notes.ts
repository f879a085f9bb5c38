import { type Db, touchSession } from '@duck/store'
import type { Log } from '../context.ts'
import type { Feed } from '../sync/feed.ts'

const EVERY_MS = 250

/** Writes when sessions last had a message, lazily: many messages of a moment make one update, and no append waits. */
export class ActivityNotes {
  readonly #db: Db
  readonly #feed: Feed
  readonly #log: Log
  readonly #notes = new Map<string, { userId: string; at: Date }>()
  #timer: NodeJS.Timeout | null = null

  constructor(db: Db, feed: Feed, log: Log) {
    this.#db = db
    this.#feed = feed
    this.#log = log
  }

  note(userId: string, sessionId: string): void {
    this.#notes.set(sessionId, { userId, at: new Date() })
    this.#timer ??= setTimeout(() => void this.flush(), EVERY_MS)
  }

  /** Writes what is noted; what cannot be written is dropped, since the next message notes it again. */
  async flush(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    const notes = [...this.#notes]
    this.#notes.clear()
    for (const [sessionId, { userId, at }] of notes) {
      await touchSession(this.#db, { userId, sessionId }, at).catch(() =>
        this.#log.warn({ sessionId }, 'activity not noted'),
      )
      this.#feed.publish(userId, { type: 'sessions-changed' })
    }
  }
}
