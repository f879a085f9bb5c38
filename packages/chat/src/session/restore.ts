import type { Session } from '@duck/protocol'
import type { SessionRestore } from '@duck/protocol/schemas'
import { getSession, restoreSession as restore } from '@duck/store'
import type { Call } from '../context.ts'

/**
 * Shows a deleted session again, with all its messages; one that is live stays as it is.
 *
 * @throws NOT_FOUND, also for one that was erased.
 */
export async function restoreSession({ ctx, input }: Call<SessionRestore>): Promise<Session> {
  const { userId } = ctx.actor
  if (await restore(ctx.db, userId, input.sessionId)) ctx.feed.publish(userId, { type: 'sessions-changed' })
  return getSession(ctx.db, userId, input.sessionId)
}
