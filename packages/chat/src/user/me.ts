import { DuckError, type Me } from '@duck/protocol'
import { getPerson } from '@duck/store'
import type { Call } from '../context.ts'

/** @throws UNAUTHORIZED when the user was deleted a moment ago. */
export async function getMe({ ctx }: Pick<Call<unknown>, 'ctx'>): Promise<Me> {
  const person = await getPerson(ctx.accounts.db, ctx.actor.userId)
  if (!person) throw new DuckError('UNAUTHORIZED', 'You are not signed in.')
  return { ...person, isOperator: ctx.actor.isOperator ?? false }
}
