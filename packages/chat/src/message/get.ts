import type { Message } from '@duck/protocol'
import { getMessage as get } from '@duck/store'
import type { Call } from '../context.ts'

/** @throws NOT_FOUND */
export function getMessage({ ctx, input }: Call<{ messageId: string }>): Promise<Message> {
  return get(ctx.db, ctx.actor.userId, input.messageId)
}
