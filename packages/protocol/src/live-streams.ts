import { hearHeartbeat, hearReady } from './hear-running.ts'
import {
  begun,
  isOver,
  type LiveState,
  type LiveStep,
  type LiveStream,
  later,
  withCounts,
  withOver,
  withStream,
} from './live-state.ts'
import { isRunning, type Stream } from './stream.ts'
import type { StreamDeltaEvent, StreamEndedEvent, SyncEvent } from './sync-event.ts'

/** One sync event applied to what a tab knows. Safe for events that come twice, late or out of order. */
export function reduceLive(state: LiveState, event: SyncEvent): LiveStep {
  switch (event.type) {
    case 'ready':
      return hearReady(state, event)
    case 'heartbeat':
      return hearHeartbeat(state, event)
    case 'session-changed': {
      const { sessionId, messageCount, headId } = event
      return {
        state: withCounts(state, { [sessionId]: messageCount }),
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
      return { state, invalidate: [{ kind: 'feedback', sessionId: event.sessionId }] }
    default:
      // A newer server's word, which this client does not know.
      return { state, invalidate: [] }
  }
}

function opened(state: LiveState, stream: Stream): LiveState {
  const { id: streamId, status } = stream
  if (isOver(state, streamId) || !isRunning(status)) return state
  const known = state.streams[streamId]
  if (!known) return withStream(state, begun({ ...stream, streamId, status }))
  const now = later(known.status, status)
  if (now === known.status && !known.unconfirmed) return state
  return withStream(state, { ...known, status: now, unconfirmed: 0 })
}

function delta(state: LiveState, { streamId, offset, delta }: StreamDeltaEvent): LiveStep {
  const known = state.streams[streamId]
  if (isOver(state, streamId) || known?.status === 'ended') return { state, invalidate: [] }
  if (!known) return { state, invalidate: [{ kind: 'stream-gap', streamId }] }
  if (offset > known.text.length) return gap(state, known)
  const fresh = delta.slice(known.text.length - offset)
  if (fresh === '') return { state, invalidate: [] }
  const text = known.text + fresh
  return {
    state: withStream(state, { ...known, status: 'open', text, gapped: false, unconfirmed: 0 }),
    invalidate: [],
  }
}

function gap(state: LiveState, known: LiveStream): LiveStep {
  if (known.gapped) return { state, invalidate: [] }
  return {
    state: withStream(state, { ...known, gapped: true }),
    invalidate: [{ kind: 'stream-gap', streamId: known.streamId }],
  }
}

function ended(state: LiveState, { streamId, sessionId, messageIndex }: StreamEndedEvent): LiveStep {
  const known = state.streams[streamId]
  const next = known ? withStream(state, { ...known, status: 'ended' }) : withOver(state, streamId)
  if (messageIndex === undefined) return { state: next, invalidate: [{ kind: 'streams', sessionId }] }
  const messageCount = messageIndex + 1
  return {
    state: withCounts(next, { [sessionId]: messageCount }),
    invalidate: [{ kind: 'messages', sessionId, messageCount }],
  }
}
