import { isRunning, type Stream } from '@duck/protocol'
import { askStop } from '@duck/store'
import type { Call } from '../context.ts'

/**
 * Ends an answer early, at the model server too, whichever server writes it; the text it has becomes its row. One that
 * is over stays as it is. It replies once the wish is kept in the database, so it outlives every process.
 *
 * @throws NOT_FOUND; SERVICE_UNAVAILABLE.
 */
export async function stopStream({ ctx, input }: Call<{ streamId: string }>): Promise<{ stream: Stream }> {
  const { stream, serverId } = await askStop(ctx.db, ctx.actor.userId, input.streamId)
  if (!isRunning(stream.status)) return { stream }
  const offset = ctx.answers.find(stream.id)?.text.length ?? 0
  if (serverId === ctx.serverId) ctx.answers.stop(stream.id)
  else ctx.peers.tellStop([stream.id])
  return { stream: { ...stream, offset } }
}
