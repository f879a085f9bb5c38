import { type Invalidation, type LiveState, NO_STREAMS, reduceLive, type SyncEvent } from '@duck/protocol'
import { onNextFrame } from './next-frame.ts'

/** The answers being written, outside the query cache. Listeners hear of changes once a frame. */
export class LiveStore {
  #state: LiveState = NO_STREAMS
  readonly #listeners = new Set<() => void>()
  readonly #tell = onNextFrame(() => {
    for (const listener of this.#listeners) listener()
  })

  readonly get = (): LiveState => this.#state

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** What must be fetched because of the event. */
  apply(event: SyncEvent): Invalidation[] {
    const { state, invalidate } = reduceLive(this.#state, event)
    this.set(state)
    return invalidate
  }

  /** What is known from now on, made from what `get` gave in the same breath. */
  set(state: LiveState): void {
    if (state === this.#state) return
    this.#state = state
    this.#tell()
  }
}
