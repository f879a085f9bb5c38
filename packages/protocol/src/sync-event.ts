import type { Message } from './message.ts'
import type { Stream, StreamEnd } from './stream.ts'

/** Message counts by session id, for the sessions a client shows. */
export type Counts = Record<string, number>

/** A running stream as `ready` names it; `offset` is how far its text had come, sent after it in deltas. */
export type OpenStream = Pick<Stream, 'sessionId' | 'promptId' | 'model' | 'status' | 'offset'> & {
  streamId: string
}

/**
 * "Something changed": ids and counts, and live text. Events are hints; the log is the truth, so a client
 * that sees a count it does not have, or a gap in offsets, invalidates and fetches.
 */
export type SyncEvent =
  | ReadyEvent
  | { type: 'session-changed'; sessionId: string; messageCount: number; headId: string | null }
  | { type: 'sessions-changed' }
  | { type: 'stream-opened'; stream: Stream }
  | StreamDeltaEvent
  | StreamEndedEvent
  | { type: 'feedback-changed'; sessionId: string }
  | { type: 'resync' }
  | HeartbeatEvent

/** Carries no text: that follows in deltas from 0, of the sessions the client shows. */
export interface ReadyEvent {
  type: 'ready'
  serverVersion: string
  openStreams: OpenStream[]
  counts: Counts
}

/**
 * `streams` are the ids of the user's running answers, in all sessions: what it does not name is over, or newer. Absent
 * when they could not be read.
 */
export interface HeartbeatEvent {
  type: 'heartbeat'
  counts: Counts
  streams?: string[]
}

/** `offset` is the UTF-16 code unit of the stream at which `delta` starts. */
export interface StreamDeltaEvent {
  type: 'stream-delta'
  streamId: string
  offset: number
  delta: string
}

/**
 * `messageIndex` is there when the stream became a row; `offset` tells how many UTF-16 code units the whole text has, where
 * that is known.
 */
export interface StreamEndedEvent {
  type: 'stream-ended'
  streamId: string
  sessionId: string
  status: StreamEnd
  messageIndex?: number
  offset?: number
}

/** What `stream.watch` yields: deltas without gap from the asked offset, then one end. */
export type WatchEvent =
  | { type: 'delta'; offset: number; delta: string }
  | { type: 'ended'; status: StreamEnd; message?: Message }
