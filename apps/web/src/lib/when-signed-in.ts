import { backoffMs, isSignedOut } from '@duck/protocol'
import type { TRPCLink } from '@trpc/client'
import { type Observer, observable, type Unsubscribable } from '@trpc/server/observable'
import type { Account } from './account.ts'
import type { AppRouter } from './app-router.ts'
import { pause } from './pause.ts'
import type { Store } from './store.ts'

const TRIES = 3
/** What the outbox sends: it waits there, and says so at the bubble. */
const SENDS = ['session.create', 'message.send']
/** For those who are not signed in yet. */
const PUBLIC = 'user.options'

/**
 * The link that holds every call until the caller is signed in, and makes it again after signing in anew when the server says
 * that nobody is: a 401 means that nothing was done. Sends do not wait here.
 */
export function whenSignedIn(account: Account, caller: Store<string | null>): TRPCLink<AppRouter> {
  return () =>
    ({ op, next }) => {
      if (op.path === PUBLIC) return next(op)
      if (op.type === 'subscription')
        return observable((observer) => next(op).subscribe(telling(observer, () => void account.confirm())))
      return observable((observer) => {
        let call: Unsubscribable | null = null
        let over = false
        const attempt = async (made: number): Promise<void> => {
          await account.whenIn(caller, SENDS.includes(op.path))
          if (over) return
          const again = async (error: unknown) => {
            await account.confirm()
            if (SENDS.includes(op.path) || made === TRIES) throw error
            // It says two things: it may have learnt of the sign-in a moment ago.
            if (account.state.get().phase === 'in') await pause(backoffMs(made))
            await attempt(made + 1)
          }
          call = next(op).subscribe({
            next: (value) => observer.next(value),
            complete: () => observer.complete(),
            error: (error) => {
              if (!isSignedOut(error)) return observer.error(error)
              again(error).catch((last) => observer.error(last))
            },
          })
        }
        attempt(1).catch((error) => observer.error(error))
        return () => {
          over = true
          call?.unsubscribe()
        }
      })
    }
}

function telling<Value, Failure>(
  observer: Observer<Value, Failure>,
  signedOut: () => void,
): Observer<Value, Failure> {
  return {
    next: (value) => observer.next(value),
    complete: () => observer.complete(),
    error: (error) => {
      if (isSignedOut(error)) signedOut()
      observer.error(error)
    },
  }
}
