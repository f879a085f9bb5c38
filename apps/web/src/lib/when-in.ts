import type { AccountState } from './account-state.ts'
import type { Store } from './store.ts'

/** Said to a call that does not wait for the sign-in. */
export class SignedOut extends Error {
  override readonly name = 'SignedOut'
  readonly data = { code: 'UNAUTHORIZED' }
}

/**
 * Resolves as soon as the caller is signed in; never for one whose place another took. The impatient hear what it waits for:
 * rejects with `SignedOut`, or with why it cannot be found out who is signed in.
 */
export function whenIn(
  account: Store<AccountState>,
  caller: Store<string | null>,
  impatient = false,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const stops: (() => void)[] = []
    const settle = (how: () => void) => {
      for (const stop of stops) stop()
      how()
    }
    const look = () => {
      const state = account.get()
      const obstacle = obstacleIn(state)
      if (state.phase === 'in' && caller.get() === state.person.id) settle(resolve)
      else if (impatient && obstacle) settle(() => reject(obstacle))
    }
    stops.push(account.subscribe(look), caller.subscribe(look))
    look()
  })
}

function obstacleIn(state: AccountState): unknown {
  if (state.phase === 'out') return new SignedOut('Nobody is signed in.')
  return state.phase === 'starting' ? state.trouble : null
}
