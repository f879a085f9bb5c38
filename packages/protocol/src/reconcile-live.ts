import {
  dropStreams,
  forgetStreams,
  type Invalidation,
  type LiveState,
  type LiveStep,
  type LiveStream,
  later,
  withStream,
} from './live-state.ts'
import { isRunning, type Stream } from './stream.ts'

/** An answer of `stream.list`, or of `message.list`, and what the tab knew when it asked. */
export interface Fetched<Row> {
  asked: LiveState
  sessionId: string
  rows: readonly Row[]
}

/**
 * What a tab knows of its live streams once it has fetched the streams of a session. That list has every stream
 * without a row, so one known when it was asked for and not in it is over, and its row is to be fetched. A stream that
 * was doubted while the answer was under way is asked about again.
 */
export function reconcileStreams(state: LiveState, { asked, sessionId, rows }: Fetched<Stream>): LiveStep {
  const invalidate: Invalidation[] = []
  let next = state
  for (const known of streamsOf(state, sessionId)) {
    const { streamId } = known
    const status = rows.find(({ id }) => id === streamId)?.status
    const unconfirmed = asked.streams[streamId]?.unconfirmed ?? 0
    if (status && !isRunning(status)) next = forgetStreams(next, [streamId])
    else if (!status && asked.streams[streamId]) {
      next = withStream(next, { ...known, status: 'ended' })
      invalidate.push({ kind: 'messages', sessionId })
    } else if (status && known.status !== 'ended') {
      const sure = known.unconfirmed === unconfirmed
      next = withRunning(next, known, { status, sure })
      if (!sure) invalidate.push({ kind: 'streams', sessionId })
    }
  }
  return { state: next, invalidate }
}

/** The state with a stream that was listed as running; it is no longer in doubt when that is sure. */
function withRunning(
  state: LiveState,
  known: LiveStream,
  { status, sure }: { status: 'queued' | 'open'; sure: boolean },
): LiveState {
  const now = { ...known, status: later(known.status, status), unconfirmed: sure ? 0 : known.unconfirmed }
  const same = now.status === known.status && now.unconfirmed === known.unconfirmed
  return same ? state : withStream(state, now)
}

/** The same once it has fetched messages: what is a row is over, and so is what was known to have ended when it asked. */
export function reconcileRows(
  state: LiveState,
  { asked, sessionId, rows }: Fetched<{ id: string }>,
): LiveState {
  const ids = new Set(rows.map(({ id }) => id))
  const settled = streamsOf(state, sessionId).filter(
    ({ streamId }) => ids.has(streamId) || asked.streams[streamId]?.status === 'ended',
  )
  return forgetStreams(state, idsOf(settled))
}

/** The same when the answer did not come: the next word that does not name a stream is asked about again. */
export function reconcileNothing(state: LiveState, sessionId: string): LiveState {
  return streamsOf(state, sessionId)
    .filter(({ unconfirmed }) => unconfirmed !== 0)
    .reduce((next, stream) => withStream(next, { ...stream, unconfirmed: 0 }), state)
}

/** The same of a session that nothing is fetched of now: what is in doubt is dropped until it is heard of again. */
export function dropDoubted(state: LiveState, sessionId: string): LiveState {
  const doubted = streamsOf(state, sessionId).filter(
    ({ status, unconfirmed }) => status !== 'ended' && unconfirmed !== 0,
  )
  return dropStreams(state, idsOf(doubted))
}

/** The same of a session that nothing is shown of: what has ended is forgotten too. */
export function reconcileHidden(state: LiveState, sessionId: string): LiveState {
  const over = streamsOf(state, sessionId).filter(({ status }) => status === 'ended')
  return dropDoubted(forgetStreams(state, idsOf(over)), sessionId)
}

function streamsOf(state: LiveState, sessionId: string): LiveStream[] {
  return Object.values(state.streams).filter((stream) => stream.sessionId === sessionId)
}

function idsOf(streams: readonly LiveStream[]): string[] {
  return streams.map(({ streamId }) => streamId)
}
