import type { MessageList } from '@duck/protocol'
import type { MessageLineInput } from '@duck/protocol/schemas'
import { listLine as list } from '@duck/store'
import type { Call } from '../context.ts'

/**
 * A page of the active line, ascending by index; with `before`, the index of the oldest message one has, what stands above
 * that on its own line.
 *
 * @throws NOT_FOUND
 */
export function listLine({ ctx, input }: Call<MessageLineInput>): Promise<MessageList> {
  return list(ctx.db, { ...input, userId: ctx.actor.userId })
}
