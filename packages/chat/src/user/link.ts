import type { OneTimeLink } from '@duck/protocol'
import { oneTimeLink } from '@duck/store'
import type { Call } from '../context.ts'

/** A link that opens the caller's own user in another browser, once, within 15 min. */
export function linkDevice({ ctx }: Pick<Call<unknown>, 'ctx'>): Promise<OneTimeLink> {
  const { accounts, actor } = ctx
  return oneTimeLink(accounts.db, {
    userId: actor.userId,
    purpose: 'link',
    publicUrl: accounts.publicUrl(),
  })
}
