import type { StreamDeltaEvent, StreamEndedEvent, SyncEvent } from '@duck/protocol'
import type { SyncSubscribe } from '@duck/protocol/schemas'
import type { Call } from '../context.ts'
import { begin, goOn, type Reader, rest } from './catch-up.ts'
import type { Direct } from './inbox.ts'
import { Position } from './position.ts'

/** An event, and the id by which a reader goes on after it, at any server. */
export interface FeedEvent {
  id: string
  event: SyncEvent
}

/** What a feed knows of its reader's connection. */
export interface Wire {
  /** Ends it: its reader comes back and catches up. */
  drop?: () => void
  /** A way past whoever reads the feed, once there is one: a promise less for each event of each reader. */
  express: Express | null
}

export interface Express {
  /** Whether the connection can take more. */
  isReady: () => boolean
  send: (eventId: string, event: SyncEvent) => void
}

/**
 * The user's feed, until the signal is aborted: for a new reader `ready` and the text so far of the running answers, for
 * one that names its last event what it missed; then every event as it happens. Subscribes first, then reads, then
 * drops what was read already. A reader that falls too far behind is treated as one that was cut off: by dropping its
 * connection, where that can be, else here.
 */
export async function* subscribe(
  { ctx, input }: Call<SyncSubscribe>,
  signal: AbortSignal,
  wire: Wire = { express: null },
): AsyncGenerator<FeedEvent> {
  const { sessionIds, lastEventId } = input
  using subscription = ctx.feed.subscribe(ctx.actor.userId, sessionIds, signal, wire.drop)
  const { inbox } = subscription
  const last = Position.parse(lastEventId)
  const wants = (sessionId: string) => sessionIds === undefined || sessionIds.includes(sessionId)
  const position = new Position(wants, last ?? undefined)
  const reader: Reader = { ctx, sessionIds, position }
  let known = last !== null
  const direct: Direct = (event) => {
    if (!wire.express?.isReady() || lacks(position, event)) return false
    const fresh = position.take(event)
    if (fresh) wire.express.send(position.id, fresh)
    return true
  }
  while (!inbox.closed) {
    inbox.reset()
    yield* taken(position, known ? goOn(reader) : begin(reader))
    known = true
    while (!inbox.closed && !inbox.overflowed) {
      await inbox.wait(direct)
      for (const event of inbox.drain()) {
        if (lacks(position, event)) yield* taken(position, rest(reader, event.streamId))
        const fresh = position.take(event)
        if (fresh) yield { id: position.id, event: fresh }
      }
    }
  }
}

/** Whether there is text that the reader has to be given before the event. */
function lacks(position: Position, event: SyncEvent): event is StreamDeltaEvent | StreamEndedEvent {
  const ofText = event.type === 'stream-delta' || event.type === 'stream-ended'
  return ofText && position.isShortOf(event)
}

async function* taken(position: Position, events: AsyncIterable<SyncEvent>): AsyncGenerator<FeedEvent> {
  for await (const event of events) {
    const fresh = position.take(event)
    if (fresh) yield { id: position.id, event: fresh }
  }
}
