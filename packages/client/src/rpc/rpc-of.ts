import type { DuckError } from '@duck/protocol'

export interface CallOptions {
  /** Ends the call; what it asked for may have happened or not. */
  signal?: AbortSignal | undefined
}

/** What a subscription tells. */
export interface Listener<Item> {
  onData: (item: Item) => void
  /** It is over, by a fault. */
  onError?: (error: DuckError) => void
  /** It is over. */
  onComplete?: () => void
  /** Whether its WebSocket is open by now, or being opened. */
  onConnected?: (connected: boolean) => void
}

export interface Subscription {
  unsubscribe: () => void
}

/** An input that may be left out where the server takes none. */
type Input<In> = undefined extends In
  ? [input?: In, options?: CallOptions]
  : [input: In, options?: CallOptions]

/** What a subscription yields; a tracked event with the id that it is resumed by. */
type Yielded<Out> =
  Out extends AsyncIterable<infer Item>
    ? Item extends { id: string; data: infer Data }
      ? { id: string; data: Data }
      : Item
    : never

type ProcedureOf<Type, In, Out> = Type extends 'query'
  ? { query: (...args: Input<In>) => Promise<Out> }
  : Type extends 'mutation'
    ? { mutate: (...args: Input<In>) => Promise<Out> }
    : { subscribe: (input: In, listener: Listener<Yielded<Out>>) => Subscription }

/** The calls of a router's procedures. */
export type RpcOf<Routes> = {
  [Noun in keyof Routes]: {
    [Verb in keyof Routes[Noun]]: Routes[Noun][Verb] extends {
      _def: { type: infer Type; $types: { input: infer In; output: infer Out } }
    }
      ? ProcedureOf<Type, In, Out>
      : never
  }
}
