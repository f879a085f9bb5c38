import { isRunning, type Stream } from '@duck/protocol'
import { getStream } from '@duck/store'
import type { Call } from '../context.ts'

/**
 * Ends an answer early, at the model server too; the text it has becomes its row. One that is over stays as it is.
 *
 * @throws NOT_FOUND
 */
export async function stopStream({ ctx, input }: Call<{ streamId: string }>): Promise<{ stream: Stream }> {
  const stream = await getStream(ctx.db, ctx.actor.userId, input.streamId)
  if (isRunning(stream.status)) ctx.answers.stop(stream.id)
  return { stream: { ...stream, offset: ctx.answers.text(stream.id)?.length ?? 0 } }
}
