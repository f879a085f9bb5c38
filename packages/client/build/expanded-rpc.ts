import type { AppRouter } from '@duck/api'
import type { CallOptions, Listener, RpcOf, Subscription } from '../src/rpc/rpc-of.ts'

type Routes = RpcOf<AppRouter['_def']['record']>

/** Its type has no name, so that its declaration spells it out, and mentions neither the server nor tRPC. */
function expand<R>(): { [Noun in keyof R]: { [Verb in keyof R[Noun]]: R[Noun][Verb] } } {
  throw new Error('This is never run.')
}

export const rpc = expand<Routes>()
export type Names = [CallOptions, Listener<unknown>, Subscription]
