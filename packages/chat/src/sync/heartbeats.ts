import type { Counts } from '@duck/protocol'
import { countShown, type Db, listUsersStreams, type Shown } from '@duck/store'
import type { Feed, Subscriber } from './feed.ts'

const TICK_MS = 1_000
const EVERY_MS = 10_000
// Where no notices come, the counts are how tabs learn of what others did.
const EVERY_DEAF_MS = 1_000
const MOST_AT_ONCE = 2_000

/**
 * Tells every tab now and then how long its sessions are and which answers run, so that a word that was lost is made
 * good. One look at the database is for all tabs whose time has come.
 */
export class Heartbeats {
  readonly #db: Db
  readonly #feed: Feed
  readonly #isDeaf: () => boolean
  readonly #last = new WeakMap<Subscriber, number>()
  readonly #timer: NodeJS.Timeout
  #beating: Promise<void> | null = null

  constructor(db: Db, feed: Feed, isDeaf: () => boolean) {
    this.#db = db
    this.#feed = feed
    this.#isDeaf = isDeaf
    this.#timer = setInterval(() => {
      this.#beating ??= this.#tick().finally(() => {
        this.#beating = null
      })
    }, TICK_MS)
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.#beating
  }

  async #tick(): Promise<void> {
    const due = this.#due(performance.now())
    if (due.length > 0) await this.#beat(due).catch(() => beatEmpty(due))
  }

  /** Those whose time has come; a new one's comes an interval later. */
  #due(now: number): Subscriber[] {
    const every = this.#isDeaf() ? EVERY_DEAF_MS : EVERY_MS
    const due: Subscriber[] = []
    for (const subscriber of this.#feed.all()) {
      const last = this.#last.get(subscriber)
      if (last === undefined) this.#last.set(subscriber, now)
      else if (now - last >= every - TICK_MS / 2 && due.length < MOST_AT_ONCE) due.push(subscriber)
    }
    for (const subscriber of due) this.#last.set(subscriber, now)
    return due
  }

  async #beat(due: readonly Subscriber[]): Promise<void> {
    const shown = distinct(due)
    const users = [...new Set(due.map(({ userId }) => userId))]
    const [counts, running] = await Promise.all([
      shown.length > 0 ? countShown(this.#db, shown) : [],
      listUsersStreams(this.#db, users),
    ])
    const countOf = new Map(counts.map((each) => [key(each), each.messageCount]))
    const streamsOf = Map.groupBy(running, ({ userId }) => userId)
    for (const { userId, sessionIds, inbox } of due) {
      const streams = (streamsOf.get(userId) ?? []).map(({ stream }) => stream.id)
      inbox.push({ type: 'heartbeat', counts: pick(countOf, userId, sessionIds ?? []), streams })
    }
  }
}

/** The database does not answer: a sign of life all the same. */
function beatEmpty(due: readonly Subscriber[]): void {
  for (const { inbox } of due) inbox.push({ type: 'heartbeat', counts: {} })
}

function distinct(subscribers: readonly Subscriber[]): Shown[] {
  const shown = new Map<string, Shown>()
  for (const { userId, sessionIds } of subscribers)
    for (const sessionId of sessionIds ?? []) shown.set(key({ userId, sessionId }), { userId, sessionId })
  return [...shown.values()]
}

function pick(countOf: ReadonlyMap<string, number>, userId: string, sessionIds: Iterable<string>): Counts {
  const counts: Counts = {}
  for (const sessionId of sessionIds) {
    const count = countOf.get(key({ userId, sessionId }))
    if (count !== undefined) counts[sessionId] = count
  }
  return counts
}

function key({ userId, sessionId }: Shown): string {
  return `${sessionId} ${userId}`
}
