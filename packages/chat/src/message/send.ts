import { isRunning, type Message, type Stream, uuidv7 } from '@duck/protocol'
import type { MessageSend } from '@duck/protocol/schemas'
import { getMessage, sendMessage as send } from '@duck/store'
import { permitAnswer } from '../answer/permit-answer.ts'
import type { Call, Context } from '../context.ts'
import { announceAppend } from './announce-append.ts'

/**
 * Says something to the model: the user's message becomes a row and its answer a queued stream, in one commit, and
 * the call returns at once. The answer is written by this server whether or not anybody watches; it reaches the tabs
 * by the feed and ends as exactly one row with the stream's id. The message id makes it safe to send again: the same
 * row and the same stream come back.
 *
 * @throws NOT_FOUND; CONFLICT `id-reused` or `message-count`; BAD_REQUEST `parentId`, or `model` with reason
 *   `model-unavailable`; TOO_MANY_REQUESTS `queue-full` when too many answers are waiting, or `rate`;
 *   SERVICE_UNAVAILABLE.
 */
export async function sendMessage({
  ctx,
  input,
}: Call<MessageSend>): Promise<{ message: Message; stream: Stream }> {
  ctx.appendRate.take(ctx.actor.userId)
  using permit = await permitAnswer(ctx, input, () => getMessage(ctx.db, ctx.actor.userId, input.id))
  const { message, stream, replay, ours } = await send(ctx.db, {
    ...input,
    userId: ctx.actor.userId,
    streamId: input.streamId ?? uuidv7(),
    model: permit.model,
    serverId: ctx.serverId,
  })
  if (!replay) announceAppend(ctx, message)
  if (ours && stream.status === 'queued') ctx.answers.accept(ctx.actor.userId, stream)
  return { message, stream: { ...stream, offset: answeredSoFar(ctx, stream) } }
}

function answeredSoFar(ctx: Context, stream: Stream): number {
  return isRunning(stream.status) ? (ctx.answers.find(stream.id)?.text.length ?? 0) : stream.offset
}
