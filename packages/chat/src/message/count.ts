import { getSessionState } from '@duck/store'
import type { Call } from '../context.ts'

/** @throws NOT_FOUND */
export async function countMessages({
  ctx,
  input,
}: Call<{ sessionId: string }>): Promise<{ messageCount: number }> {
  const { messageCount } = await getSessionState(ctx.db, ctx.actor.userId, input.sessionId)
  return { messageCount }
}
