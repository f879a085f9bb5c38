import {
  activeLine,
  DuckError,
  type Heard,
  hearMore,
  type Invalidation,
  isBehind,
  isTransient,
  LIMITS,
  type LiveState,
  type LiveStream,
  type Message,
  type MessageList,
  mergeLists,
  NO_STREAMS,
  oneAtATime,
  reconcileHidden,
  reconcileRows,
  reconcileStreams,
  reduceLive,
  type SyncEvent,
} from '@duck/protocol'
import { sleep } from '../calls/sleep.ts'
import { every } from '../live/every.ts'
import { type KeptSubscription, keepSubscribed } from '../live/keep-subscribed.ts'
import type { Rpc } from '../rpc/rpc.ts'

/** A session as it is known at a moment. */
export interface SessionView {
  /** The rows from the first watched one to the newest, of all lines, by index and without a gap. */
  messages: Message[]
  /** Those of them that are shown: the path to the head. */
  line: Message[]
  headId: string | null
  messageCount: number
  /** Answers being written, with their text so far; each until its row is in `messages`. */
  answers: LiveStream[]
  /** False while what happens is not told at once but asked for every two seconds. */
  connected: boolean
}

export interface WatchedSession {
  rpc: Rpc
  sessionId: string
  /** So many of the newest rows are enough to begin with; all without. */
  last?: number | undefined
  signal: AbortSignal
  onView: (view: SessionView) => void
  /** It makes no sense to go on. */
  onRefused: (error: DuckError) => void
  pollMs?: number
}

const POLL_MS = 2_000
const RENEW_AT_MOST_EVERY_MS = 1_000
const PAGE_ROWS = LIMITS.pageRows

/**
 * Keeps what is known of a session in step with the server by the rules of `reduceLive`: events are hints, and what they tell is
 * missing is fetched. Where none come it asks.
 */
export class SessionWatch {
  readonly #given: WatchedSession
  readonly #feed: KeptSubscription
  readonly #stopAsking: () => void
  #list: MessageList | null = null
  #heard: Heard | undefined
  #live: LiveState = NO_STREAMS

  constructor(given: WatchedSession) {
    this.#given = given
    const { rpc, sessionId } = given
    this.#feed = keepSubscribed<{ data: SyncEvent }>({
      open: (listener) => rpc.sync.subscribe.subscribe({ sessionIds: [sessionId] }, listener),
      onData: ({ data }) => this.#hear(data),
      onConnected: () => this.#tell(),
      onRefused: (error) => this.#refused(error),
    })
    this.#stopAsking = every(given.pollMs ?? POLL_MS, async () => this.#ask())
    this.#fetch('messages')
  }

  stop(): void {
    this.#feed.stop()
    this.#stopAsking()
  }

  #hear(event: SyncEvent): void {
    const { state, invalidate } = reduceLive(this.#live, event)
    this.#live = state
    this.#invalidate(invalidate)
    if (event.type !== 'heartbeat') this.#tell()
  }

  /** No feed, no hints: everything may have changed. */
  #ask(): void {
    if (!this.#feed.isConnected()) this.#invalidate([{ kind: 'everything' }])
  }

  #invalidate(stale: readonly Invalidation[]): void {
    const { sessionId } = this.#given
    for (const item of stale) {
      if (item.kind === 'stream-gap') this.#fetch('gap')
      if (item.kind === 'sessions') this.#fetch('session')
      // Nothing is shown of other sessions.
      if ('sessionId' in item && item.sessionId !== sessionId)
        this.#live = reconcileHidden(this.#live, item.sessionId)
      if (item.kind === 'everything' || (item.kind === 'messages' && item.sessionId === sessionId)) {
        this.#heard = hearMore(this.#heard, item.kind === 'messages' ? item : {})
        this.#fetch('messages')
      }
      if (item.kind === 'everything' || (item.kind === 'streams' && item.sessionId === sessionId))
        this.#fetch('streams')
    }
  }

  readonly #fetch = oneAtATime(async (what) => {
    const { signal } = this.#given
    if (signal.aborted) return
    try {
      if (what === 'messages') await this.#fetchMessages()
      if (what === 'streams') await this.#fetchStreams()
      if (what === 'session') await this.#given.rpc.message.count.query(this.#own(), { signal })
      if (what === 'gap') {
        this.#feed.renew()
        await sleep(RENEW_AT_MOST_EVERY_MS, signal)
      }
    } catch (error) {
      if (signal.aborted || !(error instanceof DuckError)) return
      if (!isTransient({ data: { code: error.code } }, 1)) return this.#refused(error)
      if (what === 'messages') this.#heard = {}
      await sleep(this.#given.pollMs ?? POLL_MS, signal)
      this.#fetch(what)
    }
  })

  async #fetchMessages(): Promise<void> {
    const word = this.#heard
    this.#heard = undefined
    if (this.#list && !(word && isBehind(this.#list, word))) return
    const asked = this.#live
    for (let page = await this.#nextPage(); ; page = await this.#nextPage()) {
      this.#list = this.#list ? mergeLists(this.#list, page) : page
      if (page.messages.length === 0 || hasAll(this.#list)) break
    }
    const { sessionId } = this.#given
    this.#live = reconcileRows(this.#live, { asked, sessionId, rows: this.#list.messages })
    this.#tell()
  }

  async #nextPage(): Promise<MessageList> {
    const { rpc, last, signal } = this.#given
    const newest = this.#list?.messages.at(-1)?.messageIndex
    if (newest !== undefined || last === undefined || this.#list)
      return rpc.message.list.query({ ...this.#own(), after: newest ?? -1, limit: PAGE_ROWS }, { signal })
    const { messageCount } = await rpc.message.count.query(this.#own(), { signal })
    const after = Math.max(-1, messageCount - last - 1)
    return rpc.message.list.query({ ...this.#own(), after, limit: PAGE_ROWS }, { signal })
  }

  async #fetchStreams(): Promise<void> {
    const { rpc, sessionId, signal } = this.#given
    const asked = this.#live
    const { streams } = await rpc.stream.list.query(this.#own(), { signal })
    const { state, invalidate } = reconcileStreams(this.#live, { asked, sessionId, rows: streams })
    this.#live = state
    this.#invalidate(invalidate)
    this.#tell()
  }

  #own() {
    return { sessionId: this.#given.sessionId }
  }

  #refused(error: DuckError): void {
    this.stop()
    this.#given.onRefused(error)
  }

  #tell(): void {
    if (!this.#list || this.#given.signal.aborted) return
    const { messages, headId, messageCount } = this.#list
    const ids = new Set(messages.map(({ id }) => id))
    const isOwn = (stream: LiveStream) =>
      stream.sessionId === this.#given.sessionId && !ids.has(stream.streamId)
    this.#given.onView({
      messages,
      line: activeLine(messages, headId),
      headId,
      messageCount,
      answers: Object.values(this.#live.streams).filter(isOwn),
      connected: this.#feed.isConnected(),
    })
  }
}

function hasAll({ messages, messageCount }: MessageList): boolean {
  return (messages.at(-1)?.messageIndex ?? -1) + 1 >= messageCount
}
