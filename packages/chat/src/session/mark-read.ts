import type { Session } from '@duck/protocol'
import type { SessionMarkRead } from '@duck/protocol/schemas'
import { markRead as mark } from '@duck/store'
import type { Call } from '../context.ts'

/**
 * Notes up to which message the actor has read; never back, nor above the last message.
 *
 * @throws NOT_FOUND
 */
export async function markRead({ ctx, input }: Call<SessionMarkRead>): Promise<Session> {
  const { userId } = ctx.actor
  const { session, moved } = await mark(ctx.db, { ...input, userId })
  if (moved) ctx.feed.publish(userId, { type: 'sessions-changed' })
  return session
}
