import { setTimeout as pause } from 'node:timers/promises'
import type { Message, SyncEvent } from '@duck/protocol'
import { StrictText } from '../cuts/strict-text.ts'
import { openSubscription, type Subscription } from '../wire/open-subscription.ts'
import { TabList } from './tab-list.ts'

export interface TabOptions {
  name: string
  /** Of the proxy. */
  url: string
  sessionIds: readonly string[]
  /** Rows of a session from an index on, as `message.list` gives them. */
  list: (sessionId: string, after: number) => Promise<Message[]>
  /** The port of the server that a connection went to, by our port. */
  serverOf: (localPort: number) => number | undefined
}

/** Text that came to a tab. */
export interface Arrival {
  tab: string
  /** The port of the server it came from. */
  server: number | undefined
  streamId: string
  /** The code unit it ends before. */
  end: number
  /** `performance.now()` */
  at: number
}

const COMES_BACK_AFTER_MS = 100

/**
 * What a browser tab does with events, without a browser: it shows the lists of some sessions and the running answers,
 * fetches what it is told of and does not have, and comes back with the id of its last event whenever it is cut off.
 */
export class Tab implements Disposable {
  readonly arrivals: Arrival[] = []
  readonly lists: ReadonlyMap<string, TabList>
  /** The answers it shows as running. */
  readonly running = new Set<string>()
  readonly violations: string[] = []
  connections = 0
  /** `ready` events in spite of an id. */
  readies = 0
  /** Resolves at the first `ready`. */
  readonly shown: Promise<void>
  readonly #options: TabOptions
  readonly #show: () => void
  readonly #texts = new Map<string, StrictText>()
  #subscription: Subscription<SyncEvent> | undefined
  #lastEventId: string | undefined
  #resumes = false
  #closed = false

  constructor(options: TabOptions) {
    this.#options = options
    const { promise, resolve } = Promise.withResolvers<void>()
    this.shown = promise
    this.#show = resolve
    const { sessionIds, list } = options
    this.lists = new Map(sessionIds.map((id) => [id, new TabList((after) => list(id, after))]))
    void this.#run()
  }

  /** Everything that was wrong. */
  faults(): string[] {
    const wrong = [...this.lists.values()].flatMap(({ violations }) => violations)
    return [...this.violations, ...wrong].map((text) => `${this.#options.name}: ${text}`)
  }

  [Symbol.dispose](): void {
    this.#closed = true
    this.#subscription?.terminate()
    for (const list of this.lists.values()) list.close()
  }

  async #run(): Promise<void> {
    const { url, sessionIds } = this.#options
    while (!this.#closed) {
      const lastEventId = this.#lastEventId
      this.#resumes = lastEventId !== undefined
      this.connections += 1
      using subscription = openSubscription({
        url,
        path: 'sync.subscribe',
        input: { sessionIds },
        lastEventId,
      })
      this.#subscription = subscription
      for (let item = await subscription.next(); item.kind === 'event'; item = await subscription.next()) {
        this.#lastEventId = item.id
        this.#take(item.event, { at: item.at, localPort: subscription.localPort })
      }
      if (!this.#closed) await pause(COMES_BACK_AFTER_MS)
    }
  }

  #take(event: SyncEvent, when: { at: number; localPort: number | undefined }): void {
    if (event.type === 'ready') this.#start(event)
    if (event.type === 'resync') this.#fetchAll()
    if (event.type === 'session-changed') this.lists.get(event.sessionId)?.learn(event.messageCount)
    if (event.type === 'stream-opened' && this.lists.has(event.stream.sessionId))
      this.running.add(event.stream.id)
    if (event.type === 'stream-delta') this.#add(event, when)
    if (event.type === 'stream-ended') this.#end(event)
    if (event.type === 'heartbeat') this.#beat(event)
  }

  #start({ openStreams }: SyncEvent & { type: 'ready' }): void {
    if (this.#resumes) this.readies += 1
    this.running.clear()
    for (const { streamId, sessionId } of openStreams) {
      if (this.lists.has(sessionId)) this.running.add(streamId)
      this.#texts.delete(streamId)
    }
    this.#fetchAll()
    this.#show()
  }

  #add(
    { streamId, offset, delta }: SyncEvent & { type: 'stream-delta' },
    when: { at: number; localPort: number | undefined },
  ): void {
    const text = this.#texts.get(streamId) ?? new StrictText()
    this.#texts.set(streamId, text)
    const wrong = text.add(offset, delta)
    if (wrong !== null) this.violations.push(`${streamId} came ${wrong}`)
    const { name: tab, serverOf } = this.#options
    const server = when.localPort === undefined ? undefined : serverOf(when.localPort)
    this.arrivals.push({ tab, server, streamId, end: offset + delta.length, at: when.at })
  }

  #end({ streamId, sessionId }: SyncEvent & { type: 'stream-ended' }): void {
    this.running.delete(streamId)
    this.lists.get(sessionId)?.fetch()
  }

  #beat(event: SyncEvent & { type: 'heartbeat' }): void {
    for (const [id, count] of Object.entries(event.counts)) this.lists.get(id)?.learn(count)
    const { streams } = event
    for (const id of this.running) if (streams && !streams.includes(id)) this.#forget(id)
  }

  /** An answer whose end was not heard of. */
  #forget(streamId: string): void {
    this.running.delete(streamId)
    this.#fetchAll()
  }

  #fetchAll(): void {
    for (const list of this.lists.values()) list.fetch()
  }
}
