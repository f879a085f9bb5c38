import {
  begun,
  type Invalidation,
  isOver,
  type LiveState,
  type LiveStep,
  later,
  withCounts,
  withStream,
} from './live-state.ts'
import { isRunning } from './stream.ts'
import type { Counts, HeartbeatEvent, OpenStream, ReadyEvent } from './sync-event.ts'

/** A `ready` names every running stream; the text of those shown follows from 0. */
export function hearReady(state: LiveState, { openStreams, counts }: ReadyEvent): LiveStep {
  const doubted = doubtUnnamed(state, new Set(openStreams.map(({ streamId }) => streamId)))
  const named = openStreams.reduce(confirm, doubted.state)
  return {
    state: withCounts(named, counts),
    invalidate: [...doubted.invalidate, ...staleCounts(counts), { kind: 'everything' }],
  }
}

/**
 * A heartbeat that could read them names every running stream. One that it does not name is in doubt, and is asked about once; one that the
 * tab does not know, or whose text has a gap, comes with a new `ready`.
 */
export function hearHeartbeat(state: LiveState, { streams, counts }: HeartbeatEvent): LiveStep {
  if (!streams) return { state: withCounts(state, counts), invalidate: staleCounts(counts) }
  const doubted = doubtUnnamed(state, new Set(streams))
  const gaps = streams.filter((id) => state.streams[id]?.gapped ?? !isOver(state, id))
  return {
    state: withCounts(streams.reduce(confirmKnown, doubted.state), counts),
    invalidate: [
      ...doubted.invalidate,
      ...staleCounts(counts),
      ...gaps.map((streamId): Invalidation => ({ kind: 'stream-gap', streamId })),
    ],
  }
}

/** Doubts the running streams that are not named. Of those in doubt already the answer under way will tell. */
function doubtUnnamed(before: LiveState, named: ReadonlySet<string>): LiveStep {
  const state = { ...before, rollCalls: before.rollCalls + 1 }
  const unnamed = Object.values(state.streams).filter(
    ({ streamId, status }) => status !== 'ended' && !named.has(streamId),
  )
  const unasked = unnamed.filter(({ unconfirmed }) => unconfirmed === 0)
  return {
    state: unnamed.reduce(
      (next, stream) => withStream(next, { ...stream, unconfirmed: state.rollCalls }),
      state,
    ),
    invalidate: unasked.flatMap(({ sessionId }): Invalidation[] => [
      { kind: 'messages', sessionId },
      { kind: 'streams', sessionId },
    ]),
  }
}

/** A stream that `ready` names runs, and its text follows from 0. */
function confirm(state: LiveState, { streamId, status, ...what }: OpenStream): LiveState {
  if (isOver(state, streamId) || !isRunning(status)) return state
  const known = state.streams[streamId] ?? begun({ ...what, streamId, status })
  return withStream(state, {
    ...known,
    status: later(known.status, status),
    gapped: false,
    unconfirmed: 0,
  })
}

function confirmKnown(state: LiveState, streamId: string): LiveState {
  const known = state.streams[streamId]
  return known?.unconfirmed ? withStream(state, { ...known, unconfirmed: 0 }) : state
}

function staleCounts(counts: Counts): Invalidation[] {
  return Object.entries(counts).map(([sessionId, messageCount]) => ({
    kind: 'messages',
    sessionId,
    messageCount,
  }))
}
