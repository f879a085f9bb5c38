import type { Stream } from './stream.ts'
import type { Counts, OpenStream, StreamDeltaEvent, StreamEndedEvent, SyncEvent } from './sync-event.ts'

/** An answer as one tab knows it. `ended` stays, text and all, until its row has taken its place. */
export interface LiveStream {
  streamId: string
  sessionId: string
  promptId: string
  model: string
  status: 'queued' | 'open' | 'ended'
  text: string
  /** Text is missing before what came last; a fresh `ready` sends it again from 0. */
  gapped: boolean
  /** The last `ready` did not name it: it is over, or newer than that `ready`. What is fetched next tells which. */
  unconfirmed: boolean
}

export interface LiveState {
  readonly streams: Readonly<Record<string, LiveStream>>
  /** Streams that are over and forgotten: a late word about one must not bring it back. */
  readonly over: readonly string[]
  /** The highest message count heard of each session. */
  readonly counts: Readonly<Counts>
}

/**
 * What a client must fetch again. `messages` names what was heard, a lower bound: a list that already has that
 * count (and head, at equal counts) is not stale. `stream-gap` asks for a new `ready`.
 */
export type Invalidation =
  | { kind: 'everything' }
  | { kind: 'sessions' }
  | { kind: 'messages'; sessionId: string; messageCount?: number; headId?: string | null }
  | { kind: 'streams'; sessionId: string }
  | { kind: 'stream-gap'; streamId: string }

export interface LiveStep {
  state: LiveState
  invalidate: Invalidation[]
}

const OVER_KEPT = 200

export const NO_STREAMS: LiveState = { streams: {}, over: [], counts: {} }

/** One sync event applied to what a tab knows. Safe for events that come twice, late or out of order. */
export function reduceLive(state: LiveState, event: SyncEvent): LiveStep {
  switch (event.type) {
    case 'ready':
      return ready(state, event.openStreams, event.counts)
    case 'heartbeat':
      return { state: hear(state, event.counts), invalidate: staleCounts(event.counts) }
    case 'session-changed': {
      const { sessionId, messageCount, headId } = event
      return {
        state: hear(state, { [sessionId]: messageCount }),
        invalidate: [{ kind: 'messages', sessionId, messageCount, headId }],
      }
    }
    case 'sessions-changed':
      return { state, invalidate: [{ kind: 'sessions' }] }
    case 'stream-opened':
      return { state: opened(state, event.stream), invalidate: [] }
    case 'stream-delta':
      return delta(state, event)
    case 'stream-ended':
      return ended(state, event)
    case 'resync':
      return { state, invalidate: [{ kind: 'everything' }] }
    case 'feedback-changed':
      return { state, invalidate: [] }
  }
}

/** The state without these streams, for ever: their rows are in the list, or it is known that there are none. */
export function forgetStreams(state: LiveState, streamIds: readonly string[]): LiveState {
  const gone = streamIds.filter((id) => state.streams[id])
  const dropped = dropStreams(state, gone)
  return dropped === state ? state : { ...dropped, over: [...state.over, ...gone].slice(-OVER_KEPT) }
}

/** The state without these streams, until one is heard of again. */
export function dropStreams(state: LiveState, streamIds: readonly string[]): LiveState {
  const left = Object.entries(state.streams).filter(([id]) => !streamIds.includes(id))
  if (left.length === Object.keys(state.streams).length) return state
  return { ...state, streams: Object.fromEntries(left) }
}

function ready(state: LiveState, open: readonly OpenStream[], counts: Counts): LiveStep {
  const streams: Record<string, LiveStream> = {}
  const invalidate: Invalidation[] = []
  const openIds = new Set(open.map((stream) => stream.streamId))
  for (const known of Object.values(state.streams)) {
    if (openIds.has(known.streamId)) continue
    streams[known.streamId] = { ...known, unconfirmed: known.status !== 'ended' }
    if (known.status !== 'ended')
      invalidate.push(
        { kind: 'messages', sessionId: known.sessionId },
        { kind: 'streams', sessionId: known.sessionId },
      )
  }
  for (const { streamId, sessionId, promptId, model, status } of open) {
    if (state.over.includes(streamId)) continue
    const known = state.streams[streamId]
    streams[streamId] = known
      ? { ...known, gapped: false, unconfirmed: false }
      : {
          streamId,
          sessionId,
          promptId,
          model,
          status: status === 'queued' ? 'queued' : 'open',
          text: '',
          gapped: false,
          unconfirmed: false,
        }
  }
  return {
    state: hear({ ...state, streams }, counts),
    invalidate: [...invalidate, ...staleCounts(counts), { kind: 'everything' }],
  }
}

function opened(state: LiveState, stream: Stream): LiveState {
  if (state.over.includes(stream.id)) return state
  if (stream.status !== 'queued' && stream.status !== 'open') return state
  const { id: streamId, sessionId, promptId, model, status } = stream
  const known = state.streams[streamId]
  if (!known)
    return put(state, {
      streamId,
      sessionId,
      promptId,
      model,
      status,
      text: '',
      gapped: false,
      unconfirmed: false,
    })
  const starts = known.status === 'queued' && status === 'open'
  if (!starts && !known.unconfirmed) return state
  return put(state, { ...known, status: starts ? 'open' : known.status, unconfirmed: false })
}

function delta(state: LiveState, { streamId, offset, delta }: StreamDeltaEvent): LiveStep {
  if (state.over.includes(streamId)) return { state, invalidate: [] }
  const known = state.streams[streamId]
  if (!known) return { state, invalidate: [{ kind: 'stream-gap', streamId }] }
  if (known.status === 'ended') return { state, invalidate: [] }
  if (offset > known.text.length)
    return known.gapped
      ? { state, invalidate: [] }
      : { state: put(state, { ...known, gapped: true }), invalidate: [{ kind: 'stream-gap', streamId }] }
  const fresh = delta.slice(known.text.length - offset)
  if (fresh === '') return { state, invalidate: [] }
  return {
    state: put(state, {
      ...known,
      status: 'open',
      text: known.text + fresh,
      gapped: false,
      unconfirmed: false,
    }),
    invalidate: [],
  }
}

function ended(state: LiveState, { streamId, sessionId, messageIndex }: StreamEndedEvent): LiveStep {
  const known = state.streams[streamId]
  const next = known
    ? put(state, { ...known, status: 'ended' })
    : { ...state, over: [...state.over, streamId].slice(-OVER_KEPT) }
  if (messageIndex === undefined) return { state: next, invalidate: [{ kind: 'streams', sessionId }] }
  const messageCount = messageIndex + 1
  return {
    state: hear(next, { [sessionId]: messageCount }),
    invalidate: [{ kind: 'messages', sessionId, messageCount }],
  }
}

function put(state: LiveState, stream: LiveStream): LiveState {
  return { ...state, streams: { ...state.streams, [stream.streamId]: stream } }
}

function hear(state: LiveState, heard: Counts): LiveState {
  const counts = { ...state.counts }
  for (const [sessionId, count] of Object.entries(heard))
    counts[sessionId] = Math.max(count, counts[sessionId] ?? 0)
  return { ...state, counts }
}

function staleCounts(counts: Counts): Invalidation[] {
  return Object.entries(counts).map(([sessionId, messageCount]) => ({
    kind: 'messages',
    sessionId,
    messageCount,
  }))
}
