import type { Caller, CallType } from '../calls/caller.ts'
import type { Rpc } from './rpc.ts'
import type { CallOptions, Listener } from './rpc-of.ts'

const TYPES: Record<string, CallType> = { query: 'query', mutate: 'mutation' }

/** The procedures by their names, for a caller that takes the name as a text. */
export function createRpc(caller: Caller): Rpc {
  const verbs = (noun: string) =>
    named((verb) => {
      const path = `${noun}.${verb}`
      return named((how) => {
        const type = TYPES[how]
        if (type)
          return (input: unknown, options?: CallOptions) => caller.call({ type, path, input }, options)
        return (input: unknown, listener: Listener<unknown>) => caller.subscribe(path, input, listener)
      })
    })
  return asRpc(named(verbs))
}

/** An object whose properties are made of their names. */
function named(make: (name: string) => unknown): object {
  return new Proxy(Object.freeze({}), {
    // Who awaits it, or prints it, asks for a symbol or for `then`.
    get: (_, name) => (typeof name === 'symbol' || name === 'then' ? undefined : make(name)),
  })
}

/** It has every name, so also the router's. */
function asRpc(proxy: object): Rpc {
  return proxy as Rpc
}
