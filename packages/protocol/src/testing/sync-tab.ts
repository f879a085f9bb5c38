import { type Invalidation, type LiveState, NO_STREAMS } from '../live-state.ts'
import { reduceLive } from '../live-streams.ts'
import { mergeLists } from '../merge-lists.ts'
import type { MessageList } from '../message.ts'
import { reconcileHidden, reconcileRows, reconcileStreams } from '../reconcile-live.ts'
import type { Stream } from '../stream.ts'
import type { SyncEvent } from '../sync-event.ts'
import type { SeenTab } from './sync-promises.ts'
import type { SyncServer } from './sync-server.ts'

interface Pending {
  /** The answer, true at the moment it was asked for. */
  answer: { kind: 'messages'; list: MessageList } | { kind: 'streams'; streams: Stream[] }
  sessionId: string
  asked: LiveState
  again: boolean
}

/** What a tab goes by; a test may break a rule, to see that it is missed. */
export interface TabRules {
  reduceLive: typeof reduceLive
  reconcileStreams: typeof reconcileStreams
  reconcileRows: typeof reconcileRows
}

interface TabOptions {
  shown: readonly string[]
  /** Rows of a page of messages. */
  pageRows: number
  rules?: Partial<TabRules>
}

/** A tab as the rules alone would run it: it fetches what they call stale, one fetch at a time of each list. For tests. */
export class SyncTab implements SeenTab {
  live = NO_STREAMS
  /** Set when the rules ask for a new `ready`. */
  wantsReady = false
  readonly #lists = new Map<string, MessageList>()
  readonly #rules: TabRules
  readonly #server: SyncServer
  readonly #shown: readonly string[]
  readonly #pageRows: number
  readonly #pending = new Map<string, Pending>()

  constructor(server: SyncServer, { shown, pageRows, rules }: TabOptions) {
    this.#rules = { reduceLive, reconcileStreams, reconcileRows, ...rules }
    this.#server = server
    this.#shown = shown
    this.#pageRows = pageRows
  }

  get fetching(): number {
    return this.#pending.size
  }

  list(sessionId: string): MessageList | undefined {
    return this.#lists.get(sessionId)
  }

  apply(event: SyncEvent): void {
    const { state, invalidate } = this.#rules.reduceLive(this.live, event)
    this.live = state
    this.#invalidate(invalidate)
  }

  /** One of the fetches under way is answered. */
  settle(pick: number): void {
    const [key, pending] = [...this.#pending][pick % this.#pending.size] ?? []
    if (!key || !pending) return
    const { answer, sessionId, asked, again } = pending
    this.#pending.delete(key)
    if (again) this.#fetch(answer.kind, sessionId)
    if (answer.kind === 'messages') {
      const cached = this.#lists.get(sessionId)
      this.#lists.set(sessionId, cached ? mergeLists(cached, answer.list) : answer.list)
      this.live = this.#rules.reconcileRows(this.live, { asked, sessionId, rows: answer.list.messages })
    } else {
      const { state, invalidate } = this.#rules.reconcileStreams(this.live, {
        asked,
        sessionId,
        rows: answer.streams,
      })
      this.live = state
      this.#invalidate(invalidate)
    }
  }

  #invalidate(stale: readonly Invalidation[]): void {
    for (const item of stale) {
      if (item.kind === 'stream-gap') this.wantsReady = true
      if (item.kind === 'messages' || item.kind === 'streams') this.#fetch(item.kind, item.sessionId)
      if (item.kind === 'everything')
        for (const sessionId of this.#server.rows.keys()) {
          this.#fetch('messages', sessionId)
          this.#fetch('streams', sessionId)
        }
    }
  }

  #fetch(kind: 'messages' | 'streams', sessionId: string): void {
    if (!this.#shown.includes(sessionId)) {
      this.live = reconcileHidden(this.live, sessionId)
      return
    }
    const key = `${kind} ${sessionId}`
    const pending = this.#pending.get(key)
    if (pending) {
      pending.again = true
      return
    }
    const answer =
      kind === 'messages'
        ? { kind, list: this.#server.listMessages(sessionId, this.#pageRows) }
        : { kind, streams: this.#server.listStreams(sessionId) }
    this.#pending.set(key, { answer, sessionId, asked: this.live, again: false })
  }
}
