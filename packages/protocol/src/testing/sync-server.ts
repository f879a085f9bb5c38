import type { Message, MessageList } from '../message.ts'
import { must } from '../must.ts'
import type { Stream } from '../stream.ts'
import { type EndingEvent, errorClassOf, rowOf } from '../stream-ending.ts'
import { hasEnded, nextStreamState, type StreamEvent, type StreamState } from '../stream-state.ts'
import type { SyncEvent } from '../sync-event.ts'
import { textPieces } from '../text.ts'

export interface ServedStream {
  id: string
  sessionId: string
  promptId: string
  state: StreamState
  /** All that was ever said of it; its row may have less, when its server died. */
  said: string
}

const AT = '2025-01-01T00:00:00.000Z'
const PIECE_UNITS = 2

/** A server as its tabs see it: rows, streams, and an event for whatever changes. For tests. */
export class SyncServer {
  readonly rows = new Map<string, Message[]>()
  readonly streams: ServedStream[] = []
  readonly #emit: (event: SyncEvent, sessionId?: string) => void

  /** `emit` gets the session of live text too, so that it goes only to those who show it. */
  constructor(sessionIds: readonly string[], emit: (event: SyncEvent, sessionId?: string) => void) {
    this.#emit = emit
    for (const sessionId of sessionIds) this.rows.set(sessionId, [])
  }

  append(sessionId: string): Message {
    return this.#append(sessionId, {
      id: `m-${this.#count()}`,
      role: 'user',
      content: 'Hi',
      finishReason: null,
    })
  }

  send(sessionId: string): Stream {
    const { id: promptId } = this.append(sessionId)
    const stream: ServedStream = {
      id: `s-${this.streams.length}`,
      sessionId,
      promptId,
      state: { status: 'queued' },
      said: '',
    }
    this.streams.push(stream)
    this.#emit({ type: 'stream-opened', stream: toStream(stream) })
    return toStream(stream)
  }

  /** Opens it when no other of its session is open. */
  open(stream: ServedStream): void {
    if (
      this.running().some(({ sessionId, state }) => sessionId === stream.sessionId && state.status === 'open')
    )
      return
    this.#move(stream, { type: 'opened', at: AT })
    if (stream.state.status === 'open') this.#emit({ type: 'stream-opened', stream: toStream(stream) })
  }

  say(stream: ServedStream, delta: string): void {
    if (stream.state.status !== 'open') return
    const { id: streamId, said, sessionId } = stream
    stream.said += delta
    this.#emit({ type: 'stream-delta', streamId, offset: said.length, delta }, sessionId)
  }

  /**
   * Ends it with what it said, but for the last `lost` code units. `fenced`: the word comes from its old server, which
   * does not know what became of it.
   */
  end(stream: ServedStream, event: EndingEvent, { lost = 0, fenced = false } = {}): void {
    this.#move(stream, event)
    const { id, sessionId, state, said } = stream
    if (!hasEnded(state)) return
    const row = rowOf(state, said.slice(0, Math.max(0, said.length - lost)))
    const message = row && this.#append(sessionId, { ...row, id, role: 'assistant' })
    const end = { type: 'stream-ended', streamId: id, sessionId, status: state.status } as const
    this.#emit(message && !fenced ? { ...end, messageIndex: message.messageIndex } : end)
    if (fenced) this.#emit({ type: 'resync' })
  }

  running(): ServedStream[] {
    return this.streams.filter(({ state }) => !hasEnded(state))
  }

  /** What a subscription that shows these sessions begins with. */
  ready(shown: readonly string[]): SyncEvent[] {
    const openStreams = this.running().map((stream) => {
      const { id: streamId, ...what } = toStream(stream)
      return { ...what, streamId }
    })
    const text = this.running().flatMap(({ id: streamId, sessionId, said }) =>
      shown.includes(sessionId)
        ? [...textPieces(said, 0, PIECE_UNITS)].map(
            ({ offset, piece }): SyncEvent => ({ type: 'stream-delta', streamId, offset, delta: piece }),
          )
        : [],
    )
    return [{ type: 'ready', serverVersion: '1', openStreams, counts: this.#counts(shown) }, ...text]
  }

  /** What a subscription goes on with that had `given` code units of each stream of these sessions. */
  resume(shown: readonly string[], given: ReadonlyMap<string, number>): SyncEvent[] {
    const missed = this.streams.flatMap((stream): SyncEvent[] => {
      const { id: streamId, sessionId, state, said } = stream
      const from = given.get(streamId)
      if (from === undefined && hasEnded(state)) return []
      const row = this.#rows(sessionId).find(({ id }) => id === streamId)
      const text = shown.includes(sessionId) ? (row?.content ?? said).slice(from ?? 0) : ''
      const delta: SyncEvent = { type: 'stream-delta', streamId, offset: from ?? 0, delta: text }
      const opened: SyncEvent = { type: 'stream-opened', stream: toStream(stream) }
      return [
        ...(from === undefined ? [opened] : []),
        ...(text === '' ? [] : [delta]),
        ...endsOf(stream, row),
      ]
    })
    return [...missed, { type: 'resync' }]
  }

  heartbeat(shown: readonly string[]): SyncEvent {
    return { type: 'heartbeat', counts: this.#counts(shown), streams: this.running().map(({ id }) => id) }
  }

  /** The newest page of `limit` rows. */
  listMessages(sessionId: string, limit: number): MessageList {
    const rows = this.#rows(sessionId)
    return { messages: rows.slice(-limit), messageCount: rows.length, headId: rows.at(-1)?.id ?? null }
  }

  listStreams(sessionId: string): Stream[] {
    const rowIds = new Set(this.#rows(sessionId).map(({ id }) => id))
    return this.streams
      .filter((stream) => stream.sessionId === sessionId && !rowIds.has(stream.id))
      .map(toStream)
  }

  #move(stream: ServedStream, event: StreamEvent): void {
    const next = nextStreamState(stream.state, event)
    if (!('ignored' in next)) stream.state = next
  }

  #append(sessionId: string, what: Pick<Message, 'id' | 'role' | 'content' | 'finishReason'>): Message {
    const rows = this.#rows(sessionId)
    const message: Message = {
      ...what,
      sessionId,
      messageIndex: rows.length,
      metadata: {},
      parentId: rows.at(-1)?.id ?? null,
      movesHead: true,
      origin: what.role === 'user' ? 'client' : 'stream',
      createdAt: AT,
      updatedAt: AT,
    }
    rows.push(message)
    this.#emit({ type: 'session-changed', sessionId, messageCount: rows.length, headId: message.id })
    return message
  }

  #rows(sessionId: string): Message[] {
    return must(this.rows.get(sessionId), 'a session of the model')
  }

  #count(): number {
    return [...this.rows.values()].reduce((sum, rows) => sum + rows.length, 0)
  }

  #counts(shown: readonly string[]): Record<string, number> {
    return Object.fromEntries(shown.map((sessionId) => [sessionId, this.#rows(sessionId).length]))
  }
}

function endsOf({ id: streamId, sessionId, state }: ServedStream, row: Message | undefined): SyncEvent[] {
  if (!hasEnded(state)) return []
  const end = { type: 'stream-ended', streamId, sessionId, status: state.status } as const
  return [row ? { ...end, messageIndex: row.messageIndex } : end]
}

function toStream({ id, sessionId, promptId, state, said }: ServedStream): Stream {
  return {
    id,
    sessionId,
    promptId,
    model: 'm',
    status: state.status,
    offset: said.length,
    errorClass: hasEnded(state) ? errorClassOf(state) : null,
    startedAt: AT,
    endedAt: hasEnded(state) ? AT : null,
  }
}
