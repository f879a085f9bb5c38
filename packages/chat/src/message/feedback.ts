import type { Feedback, FeedbackGiven } from '@duck/protocol'
import type { MessageFeedback, MessageListFeedback } from '@duck/protocol/schemas'
import { giveFeedback as give, listFeedback as list } from '@duck/store'
import type { Call } from '../context.ts'

/**
 * Keeps what the actor thinks of a message, in place of what was there; without a value it is taken back. The message stays
 * as it is.
 *
 * @throws NOT_FOUND; TOO_MANY_REQUESTS `rate`; SERVICE_UNAVAILABLE.
 */
export async function giveFeedback({ ctx, input }: Call<MessageFeedback>): Promise<FeedbackGiven> {
  const { userId } = ctx.actor
  const given = { messageId: input.messageId, value: input.value, note: input.note || null }
  ctx.appendRate.take(userId)
  const sessionId = await give(ctx.db, { ...given, userId })
  ctx.feed.publish(userId, { type: 'feedback-changed', sessionId })
  return given
}

/**
 * What the actor thinks of the session's messages in a range of indexes, ascending; for who has the messages already.
 *
 * @throws NOT_FOUND
 */
export async function listFeedback({
  ctx,
  input,
}: Call<MessageListFeedback>): Promise<{ feedback: Feedback[] }> {
  return { feedback: await list(ctx.db, { ...input, userId: ctx.actor.userId }) }
}
