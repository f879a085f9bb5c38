import type { StreamStatus } from './stream.ts'
import { type EndingEvent, endingOf, type StreamEnding } from './stream-ending.ts'

/** What a stream is, and what it has in that state. `startedAt` is ISO 8601 in UTC. */
export type StreamState = { status: 'queued' } | { status: 'open'; startedAt: string } | StreamEnding

/** What can happen to a stream: its turn comes, or something ends it. */
export type StreamEvent = { type: 'opened'; at: string } | EndingEvent

/** Why an event changes nothing: the stream has ended, was opened before, or was not opened yet. */
export type IgnoredBecause = 'over' | 'open-already' | 'not-open'

type Outcome = 'opens' | 'ends' | IgnoredBecause
type Outcomes = Readonly<Record<StreamEvent['type'], Outcome>>

const OVER: Outcomes = {
  opened: 'over',
  finished: 'over',
  'stop-asked': 'over',
  failed: 'over',
  'server-stopped': 'over',
  'server-died': 'over',
}

/** What each event does in each state: the whole machine. */
export const STREAM_TRANSITIONS: Readonly<Record<StreamStatus, Outcomes>> = {
  queued: {
    opened: 'opens',
    finished: 'not-open',
    'stop-asked': 'ends',
    failed: 'ends',
    'server-stopped': 'ends',
    'server-died': 'ends',
  },
  open: {
    opened: 'open-already',
    finished: 'ends',
    'stop-asked': 'ends',
    failed: 'ends',
    'server-stopped': 'ends',
    'server-died': 'ends',
  },
  finalized: OVER,
  stopped: OVER,
  failed: OVER,
  interrupted: OVER,
}

/** The state after the event, or why the event changes nothing. */
export function nextStreamState(
  state: StreamState,
  event: StreamEvent,
): StreamState | { ignored: IgnoredBecause } {
  const outcome = STREAM_TRANSITIONS[state.status][event.type]
  if (outcome !== 'opens' && outcome !== 'ends') return { ignored: outcome }
  return event.type === 'opened' ? { status: 'open', startedAt: event.at } : endingOf(event)
}

export function hasEnded(state: StreamState): state is StreamEnding {
  return state.status !== 'queued' && state.status !== 'open'
}
