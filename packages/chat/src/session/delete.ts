import type { SessionDelete } from '@duck/protocol/schemas'
import { deleteSession as remove } from '@duck/store'
import type { Call } from '../context.ts'

/**
 * Hides the session everywhere at once and stops its running answers; with `forever` erases it.
 *
 * @throws NOT_FOUND
 */
export async function deleteSession({ ctx, input }: Call<SessionDelete>): Promise<void> {
  const { userId } = ctx.actor
  const running = await remove(ctx.db, userId, input.sessionId, input.forever ?? false)
  ctx.peers.tellStop(running.filter((streamId) => !ctx.answers.stop(streamId)))
  ctx.feed.publish(userId, { type: 'sessions-changed' })
}
