import type { Session } from '@duck/protocol'
import type { SessionUpdate } from '@duck/protocol/schemas'
import { updateSession as update } from '@duck/store'
import type { Call } from '../context.ts'

/**
 * Changes the settings given; the others stay. Running answers go on with what they began with.
 *
 * @throws NOT_FOUND
 */
export async function updateSession({ ctx, input }: Call<SessionUpdate>): Promise<Session> {
  const session = await update(ctx.db, { ...input, userId: ctx.actor.userId })
  ctx.feed.publish(ctx.actor.userId, { type: 'sessions-changed' })
  return session
}
