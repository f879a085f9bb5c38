import { DuckError, isRunning, type Message, type Stream, uuidv7 } from '@duck/protocol'
import type { MessageSend } from '@duck/protocol/schemas'
import { getMessage, sendMessage as send } from '@duck/store'
import type { Call, Context } from '../context.ts'
import { chooseModel } from '../model/choose.ts'
import { announceAppend } from './announce-append.ts'

/**
 * Says something to the model: the user's message becomes a row and its answer a queued stream, in one commit, and
 * the call returns at once. The answer is written by this server whether or not anybody watches; it reaches the tabs
 * by the feed and ends as exactly one row with the stream's id. The message id makes it safe to send again: the same
 * row and the same stream come back.
 *
 * @throws NOT_FOUND; CONFLICT `id-reused` or `message-count`; BAD_REQUEST `parentId`, or `model` with reason
 *   `model-unavailable`; TOO_MANY_REQUESTS when too many answers are waiting; SERVICE_UNAVAILABLE.
 */
export async function sendMessage({
  ctx,
  input,
}: Call<MessageSend>): Promise<{ message: Message; stream: Stream }> {
  ctx.answers.assertRoom(ctx.actor.userId)
  const model = await modelFor(ctx, input)
  const { message, stream, replay, ours } = await send(ctx.db, {
    ...input,
    userId: ctx.actor.userId,
    streamId: input.streamId ?? uuidv7(),
    model,
    serverId: ctx.serverId,
  })
  if (!replay) announceAppend(ctx, message)
  if (ours && stream.status === 'queued') ctx.answers.accept(ctx.actor.userId, stream)
  return { message, stream: { ...stream, offset: answeredSoFar(ctx, stream) } }
}

/** A message that is there already is answered as before, even when its model has gone since. */
async function modelFor(ctx: Context, input: MessageSend): Promise<string> {
  try {
    return await chooseModel(ctx, input)
  } catch (error) {
    const gone = error instanceof DuckError && error.facts.reason === 'model-unavailable'
    if (!gone || !(await wasSent(ctx, input.id))) throw error
    return input.model ?? 'duck/duck'
  }
}

async function wasSent(ctx: Context, messageId: string): Promise<boolean> {
  return getMessage(ctx.db, ctx.actor.userId, messageId).then(
    () => true,
    () => false,
  )
}

function answeredSoFar(ctx: Context, stream: Stream): number {
  return isRunning(stream.status) ? (ctx.answers.text(stream.id)?.length ?? 0) : stream.offset
}
