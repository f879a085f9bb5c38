import type { MessageList } from '@duck/protocol'
import type { MessageListInput } from '@duck/protocol/schemas'
import { listMessages as list } from '@duck/store'
import type { Call } from '../context.ts'

/**
 * A page of the session's messages, all lines, ascending by index; without bounds the newest.
 *
 * @throws NOT_FOUND
 */
export function listMessages({ ctx, input }: Call<MessageListInput>): Promise<MessageList> {
  return list(ctx.db, { ...input, userId: ctx.actor.userId })
}
