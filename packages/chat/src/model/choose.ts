import { DuckError } from '@duck/protocol'
import { getSession } from '@duck/store'
import type { Context } from '../context.ts'

export interface Choice {
  sessionId: string
  model?: string | undefined
}

/**
 * The model asked for, else the session's, else the server's first.
 *
 * @throws NOT_FOUND; BAD_REQUEST `model`, reason `model-unavailable`.
 */
export async function chooseModel(ctx: Context, { sessionId, model }: Choice): Promise<string> {
  const session = await getSession(ctx.db, ctx.actor.userId, sessionId)
  const wanted = model ?? session.model
  if (wanted === null) return (await ctx.models.defaultModel()).id
  if (await ctx.models.find(wanted)) return wanted
  throw new DuckError('BAD_REQUEST', 'This model is not available.', {
    field: 'model',
    reason: 'model-unavailable',
  })
}
