import { LIMITS, type PersonList } from '@duck/protocol'
import type { UserList } from '@duck/protocol/schemas'
import { listPeople } from '@duck/store'
import type { Call } from '../context.ts'
import { requireOperator } from './require-operator.ts'

/**
 * Those who have an account, newest first, for operators.
 *
 * @throws FORBIDDEN
 */
export async function listUsers({ ctx, input }: Call<UserList>): Promise<PersonList> {
  requireOperator(ctx)
  return listPeople(ctx.accounts.db, { cursor: input.cursor ?? null, limit: LIMITS.pageDefaultRows })
}
