import type { SyncEvent } from '@duck/protocol'
import type { Context } from '../context.ts'

/** What the actor's tabs hear of while `act` runs. */
export async function eventsOf(ctx: Context, act: () => Promise<unknown>): Promise<SyncEvent[]> {
  using subscription = ctx.feed.subscribe(ctx.actor.userId, undefined)
  await act()
  return subscription.inbox.drain()
}
