import { isRunning, LIMITS, type Message, type StreamEndedEvent, textPieces } from '@duck/protocol'
import type { Db } from '@duck/store'
import { type DurableText, getMessage, readCheckpoints } from '@duck/store'
import type { Log } from '../context.ts'
import { faultOf } from '../fault.ts'
import type { Feed } from '../sync/feed.ts'

/** A stream that another server writes and somebody shows here. */
interface Followed {
  userId: string
  streamId: string
  sessionId: string
  /** UTF-16 code units that were delivered here. */
  at: number
  /** Since when it is seen to be over, by the process's clock, though no word of that has come; null while it runs. */
  overAt: number | null
}

// A word that is lost delays text by so much; without a way to hear any, it is the pace of the text.
const LOOK_MS = 1_000
const LOOK_DEAF_MS = 200

/**
 * Brings the live text of streams that other servers write to the tabs of this one, from their checkpoints: read when
 * their server says that there are new ones, all in one statement, one at a time.
 */
export class Follower {
  readonly #db: Db
  readonly #feed: Feed
  readonly #log: Log
  readonly #followed = new Map<string, Followed>()
  readonly #due = new Set<string>()
  #reading = false
  #timer: NodeJS.Timeout | null = null
  /** Set while notices do not come. */
  deaf = true

  constructor(db: Db, feed: Feed, log: Log) {
    this.#db = db
    this.#feed = feed
    this.#log = log
  }

  /** From now on, beginning at unit `at`; one that is followed already goes on where it is. */
  follow(userId: string, stream: { id: string; sessionId: string }, at: number): void {
    if (this.#followed.has(stream.id) || !this.#feed.shows(userId, stream.sessionId)) return
    this.#followed.set(stream.id, {
      userId,
      streamId: stream.id,
      sessionId: stream.sessionId,
      at,
      overAt: null,
    })
    this.heard([stream.id])
    this.#schedule()
  }

  /** What is followed for the user is followed for the heir. */
  inherit(userId: string, heir: string): void {
    for (const followed of this.#followed.values()) if (followed.userId === userId) followed.userId = heir
  }

  /** These have new checkpoints. */
  heard(streamIds: readonly string[]): void {
    for (const id of streamIds) if (this.#followed.has(id)) this.#due.add(id)
    if (this.#due.size > 0) void this.#read()
  }

  /** It is over: the rest of its text is told first, which is in its row by now. */
  async end(userId: string, event: StreamEndedEvent): Promise<void> {
    const followed = this.#followed.get(event.streamId)
    this.#followed.delete(event.streamId)
    const row = followed ? await this.#rowOf(followed) : null
    if (followed && row) this.#deliverText(followed, row.content.slice(followed.at))
    const became = row ? { messageIndex: row.messageIndex, offset: row.content.length } : {}
    this.#feed.deliver(userId, { ...event, ...became })
  }

  close(): void {
    this.#followed.clear()
    if (this.#timer) clearTimeout(this.#timer)
  }

  #schedule(): void {
    if (this.#timer) return
    this.#timer = setTimeout(() => {
      this.#timer = null
      for (const { userId, sessionId, streamId } of this.#followed.values())
        if (!this.#feed.shows(userId, sessionId)) this.#followed.delete(streamId)
      if (this.#followed.size === 0) return
      this.heard([...this.#followed.keys()])
      this.#schedule()
    }, this.#lookMs)
  }

  get #lookMs(): number {
    return this.deaf ? LOOK_DEAF_MS : LOOK_MS
  }

  async #read(): Promise<void> {
    if (this.#reading) return
    this.#reading = true
    try {
      while (this.#due.size > 0) await this.#readDue()
    } catch (error) {
      this.#log.warn({ fault: faultOf(error) }, "other servers' checkpoints not read")
    } finally {
      this.#reading = false
    }
  }

  async #readDue(): Promise<void> {
    const due = [...this.#due].map((id) => this.#followed.get(id)).filter((each) => each !== undefined)
    this.#due.clear()
    if (due.length === 0) return
    const readings = due.map(({ userId, streamId, at }) => ({ userId, streamId, fromUnit: at }))
    const durable = await readCheckpoints(this.#db, readings)
    for (const each of due) await this.#deliver(each, durable.get(each.streamId))
  }

  async #deliver(followed: Followed, durable: DurableText | undefined): Promise<void> {
    // Its end may have been heard meanwhile.
    if (!this.#followed.has(followed.streamId)) return
    this.#deliverText(followed, durable?.text ?? '')
    if (durable && isRunning(durable.status)) return
    // Its server is about to say so, and what belongs before it.
    followed.overAt ??= performance.now()
    if (performance.now() - followed.overAt < this.#lookMs / 2) return
    // The word of its end was lost, or the session is gone.
    const { streamId, sessionId } = followed
    const status = durable && !isRunning(durable.status) ? durable.status : 'stopped'
    await this.end(followed.userId, { type: 'stream-ended', streamId, sessionId, status })
  }

  #deliverText(followed: Followed, text: string): void {
    const { userId, streamId, sessionId } = followed
    for (const { offset, piece } of textPieces(text, 0, LIMITS.deltaUnits)) {
      const event = { type: 'stream-delta', streamId, offset: followed.at + offset, delta: piece } as const
      this.#feed.deliver(userId, event, sessionId)
    }
    followed.at += text.length
  }

  async #rowOf({ userId, streamId }: Followed): Promise<Message | null> {
    return getMessage(this.#db, userId, streamId).catch(() => null)
  }
}
