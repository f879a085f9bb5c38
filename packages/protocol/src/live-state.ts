import type { Counts } from './sync-event.ts'

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
  /**
   * The number of the last roll call that did not name it, 0 when it was heard of since: then it is over, or newer than
   * that call. What is fetched next tells which.
   */
  unconfirmed: number
}

export interface LiveState {
  readonly streams: Readonly<Record<string, LiveStream>>
  /** Streams that are over and forgotten: a late word about one must not bring it back. */
  readonly over: readonly string[]
  /** How many times it was heard which streams run: each `ready` and each `heartbeat` is a roll call. */
  readonly rollCalls: number
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
  | { kind: 'feedback'; sessionId: string }
  | { kind: 'stream-gap'; streamId: string }

export interface LiveStep {
  state: LiveState
  invalidate: Invalidation[]
}

const OVER_KEPT = 200

export const NO_STREAMS: LiveState = { streams: {}, over: [], rollCalls: 0, counts: {} }

type Begun = Pick<LiveStream, 'streamId' | 'sessionId' | 'promptId' | 'model' | 'status'>

/** A stream without text yet. */
export function begun({ streamId, sessionId, promptId, model, status }: Begun): LiveStream {
  return { streamId, sessionId, promptId, model, status, text: '', gapped: false, unconfirmed: 0 }
}

/** A stream goes from queued to open to its end, and never back. */
export function later(known: LiveStream['status'], heard: 'queued' | 'open'): LiveStream['status'] {
  return known === 'queued' ? heard : known
}

/** True of a stream that is over and forgotten. */
export function isOver(state: LiveState, streamId: string): boolean {
  return state.over.includes(streamId)
}

/** The state without these streams, for ever: their rows are in the list, or it is known that there are none. */
export function forgetStreams(state: LiveState, streamIds: readonly string[]): LiveState {
  const gone = streamIds.filter((id) => state.streams[id])
  return gone.reduce(withOver, dropStreams(state, gone))
}

/** The state without these streams, until one is heard of again. */
export function dropStreams(state: LiveState, streamIds: readonly string[]): LiveState {
  const left = Object.entries(state.streams).filter(([id]) => !streamIds.includes(id))
  if (left.length === Object.keys(state.streams).length) return state
  return { ...state, streams: Object.fromEntries(left) }
}

/** The state with what is known of this stream now. */
export function withStream(state: LiveState, stream: LiveStream): LiveState {
  return { ...state, streams: { ...state.streams, [stream.streamId]: stream } }
}

/** The state that remembers that this stream is over; each is remembered once, the newest 200 of them. */
export function withOver(state: LiveState, streamId: string): LiveState {
  if (state.over.includes(streamId)) return state
  return { ...state, over: [...state.over, streamId].slice(-OVER_KEPT) }
}

/** The state with the higher of each two counts. */
export function withCounts(state: LiveState, heard: Counts): LiveState {
  const counts = { ...state.counts }
  for (const [sessionId, count] of Object.entries(heard))
    counts[sessionId] = Math.max(count, counts[sessionId] ?? 0)
  return { ...state, counts }
}
