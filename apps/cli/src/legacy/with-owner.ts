import { type Legacy, openLegacy } from '@duck/legacy'
import { type AuthDb, connectAuth } from '@duck/store'
import type { Context } from '../context.ts'
import { withWays } from '../database/with-accounts.ts'
import type { Env } from '../env.ts'

/** The ways of the operator: to the old app's data as the owner, and to the accounts. */
export interface Owner {
  legacy: Legacy
  accounts: AuthDb
}

/**
 * Lets `act` use both, and closes them afterwards. What is under way is not cut off when the command is to end: `act` has
 * the signal for that.
 *
 * @throws Error a sentence for the operator.
 */
export function withOwner<Result>(
  env: Env,
  context: Pick<Context, 'note' | 'signal'>,
  act: (owner: Owner) => Promise<Result>,
): Promise<Result> {
  return withWays(env, context, async ({ url, authUrl }) => {
    await using undo = new AsyncDisposableStack()
    const legacy = undo.use(openLegacy(env.adminUrl ?? url))
    const accounts = connectAuth(authUrl)
    undo.defer(() => accounts.close())
    return await act({ legacy, accounts })
  })
}
