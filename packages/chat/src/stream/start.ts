import type { Stream } from '@duck/protocol'
import type { StreamStart } from '@duck/protocol/schemas'
import { getStream, openStream } from '@duck/store'
import { permitAnswer } from '../answer/permit-answer.ts'
import type { Call } from '../context.ts'

/**
 * Asks for another answer to a prompt (regenerate, retry), or for more of one (`continueFrom`), once per id.
 *
 * @throws NOT_FOUND; CONFLICT `id-reused`; BAD_REQUEST `promptId`, `continueFrom`, or `model` with reason
 *   `model-unavailable`; TOO_MANY_REQUESTS `queue-full` or `rate`; SERVICE_UNAVAILABLE.
 */
export async function startStream({ ctx, input }: Call<StreamStart>): Promise<{ stream: Stream }> {
  const { userId } = ctx.actor
  ctx.appendRate.take(userId)
  using permit = await permitAnswer(ctx, input, () => getStream(ctx.db, userId, input.id))
  const { model } = permit
  const { stream, ours } = await openStream(ctx.db, { ...input, userId, model, serverId: ctx.serverId })
  if (ours && stream.status === 'queued') ctx.answers.accept(userId, stream, input.continueFrom)
  return { stream }
}
