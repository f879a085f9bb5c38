import type { SyncEvent } from '@duck/protocol'
import type { SyncSubscribe } from '@duck/protocol/schemas'
import type { Call } from '../context.ts'
import { begin, goOn, type Reader, rest } from './catch-up.ts'
import { Position } from './position.ts'

/** An event, and the id by which a reader goes on after it, at any server. */
export interface FeedEvent {
  id: string
  event: SyncEvent
}

/**
 * The user's feed, until the signal is aborted: for a new reader `ready` and the text so far of the running answers, for
 * one that names its last event what it missed; then every event as it happens. Subscribes first, then reads, then
 * drops what was read already. A reader that falls too far behind is treated as one that was cut off: by `drop`, where its
 * connection can be ended, else here.
 */
export async function* subscribe(
  { ctx, input }: Call<SyncSubscribe>,
  signal: AbortSignal,
  drop?: () => void,
): AsyncGenerator<FeedEvent> {
  const { sessionIds, lastEventId } = input
  using subscription = ctx.feed.subscribe(ctx.actor.userId, sessionIds, signal, drop)
  const { inbox } = subscription
  const last = Position.parse(lastEventId)
  const wants = (sessionId: string) => sessionIds === undefined || sessionIds.includes(sessionId)
  const position = new Position(wants, last ?? undefined)
  const reader: Reader = { ctx, sessionIds, position }
  let known = last !== null
  while (!inbox.closed) {
    inbox.reset()
    yield* taken(position, known ? goOn(reader) : begin(reader))
    known = true
    while (!inbox.closed && !inbox.overflowed) {
      await inbox.wait()
      for (const event of inbox.drain()) {
        const hasText = event.type === 'stream-delta' || event.type === 'stream-ended'
        if (hasText && position.isShortOf(event)) yield* taken(position, rest(reader, event.streamId))
        const fresh = position.take(event)
        if (fresh) yield { id: position.id, event: fresh }
      }
    }
  }
}

async function* taken(position: Position, events: AsyncIterable<SyncEvent>): AsyncGenerator<FeedEvent> {
  for await (const event of events) {
    const fresh = position.take(event)
    if (fresh) yield { id: position.id, event: fresh }
  }
}
