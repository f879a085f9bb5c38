import type { Stream } from '@duck/protocol'
import { listStreams as list } from '@duck/store'
import type { Call } from '../context.ts'

/**
 * The session's streams that have no row: running ones, and those that ended without text.
 *
 * @throws NOT_FOUND
 */
export async function listStreams({
  ctx,
  input,
}: Call<{ sessionId: string }>): Promise<{ streams: Stream[] }> {
  const streams = await list(ctx.db, ctx.actor.userId, input.sessionId)
  return {
    streams: streams.map((stream) => ({ ...stream, offset: ctx.answers.find(stream.id)?.text.length ?? 0 })),
  }
}
