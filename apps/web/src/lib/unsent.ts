import type { Store } from './store.ts'

/** A message on its way: typed and sent, not acked. */
export interface Unsent {
  sessionId: string
  id: string
  streamId: string
  content: string
  model: string | null
  /** The server did not have the session either. */
  begins?: boolean
}

export type UnsentStore = Store<readonly Unsent[]>

export function addUnsent(store: UnsentStore, unsent: Unsent): void {
  store.set([...store.get().filter(({ id }) => id !== unsent.id), unsent])
}

export function removeUnsent(store: UnsentStore, id: string): void {
  store.set(store.get().filter((other) => other.id !== id))
}
