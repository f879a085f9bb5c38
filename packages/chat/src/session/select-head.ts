import type { Session } from '@duck/protocol'
import type { SessionSelectHead } from '@duck/protocol/schemas'
import { getSession, selectHead as select } from '@duck/store'
import type { Call } from '../context.ts'

/**
 * Shows another line of the session, the one that ends in the message; the next message follows it.
 *
 * @throws NOT_FOUND; BAD_REQUEST field `messageId` when it is none of the session; SERVICE_UNAVAILABLE.
 */
export async function selectHead({ ctx, input }: Call<SessionSelectHead>): Promise<Session> {
  const { userId } = ctx.actor
  const { sessionId } = input
  const state = await select(ctx.db, { ...input, userId })
  ctx.feed.publish(userId, { type: 'session-changed', sessionId, ...state })
  ctx.feed.publish(userId, { type: 'sessions-changed' })
  return getSession(ctx.db, userId, sessionId)
}
