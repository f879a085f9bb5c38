import type { SessionIndexAt } from '@duck/protocol/schemas'
import { indexAt as find } from '@duck/store'
import type { Call } from '../context.ts'

/**
 * Where the messages at or after a time begin; null when all are older. Order is by index, and clocks jump: the message
 * there is not older than the time, and the one before it is.
 *
 * @throws NOT_FOUND
 */
export async function indexAt({
  ctx,
  input,
}: Call<SessionIndexAt>): Promise<{ messageIndex: number | null }> {
  return { messageIndex: await find(ctx.db, ctx.actor.userId, input) }
}
