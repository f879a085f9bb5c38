import type { Model } from '@duck/protocol'
import type { Context } from '../context.ts'

/** Every model available now; the first is the one used when a session names none. */
export async function listModels({ ctx }: { ctx: Context }): Promise<{ models: Model[] }> {
  return { models: await ctx.models.list() }
}
