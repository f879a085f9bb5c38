import { DuckError, type OneTimeLink } from '@duck/protocol'
import type { UserResetLink } from '@duck/protocol/schemas'
import { getPerson, oneTimeLink } from '@duck/store'
import type { Call } from '../context.ts'
import { requireOperator } from './require-operator.ts'

/**
 * A link by which somebody with an account sets a new password, once, within a day; for operators to hand over.
 *
 * @throws FORBIDDEN; NOT_FOUND, also for a guest.
 */
export async function resetLink({ ctx, input }: Call<UserResetLink>): Promise<OneTimeLink> {
  requireOperator(ctx)
  const { accounts } = ctx
  const person = await getPerson(accounts.db, input.userId)
  if (!person || person.isGuest) throw new DuckError('NOT_FOUND', 'There is no such account.')
  return oneTimeLink(accounts.db, {
    userId: person.id,
    purpose: 'reset-password',
    publicUrl: accounts.publicUrl(),
  })
}
