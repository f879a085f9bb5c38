import { getStreamText } from '@duck/store'
import type { Context } from '../context.ts'

/** The text of a running stream so far: to the last delta when this server writes it, else to its checkpoint. */
export async function liveText(ctx: Context, streamId: string): Promise<string> {
  return ctx.answers.text(streamId) ?? (await getStreamText(ctx.db, ctx.actor.userId, streamId))
}
