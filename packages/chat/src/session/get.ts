import type { Session } from '@duck/protocol'
import { getSession as get } from '@duck/store'
import type { Call } from '../context.ts'

/** @throws NOT_FOUND */
export function getSession({ ctx, input }: Call<{ sessionId: string }>): Promise<Session> {
  return get(ctx.db, ctx.actor.userId, input.sessionId)
}
