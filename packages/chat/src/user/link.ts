import type { OneTimeLink } from '@duck/protocol'
import type { Call } from '../context.ts'
import { oneTimeLink } from './one-time-link.ts'

/** A link that opens the caller's own user in another browser, once, within 15 min. */
export function linkDevice({ ctx }: Pick<Call<unknown>, 'ctx'>): Promise<OneTimeLink> {
  return oneTimeLink(ctx, ctx.actor.userId, 'link')
}
