import {
  dropStreams,
  forgetStreams,
  type Invalidation,
  type LiveState,
  NO_STREAMS,
  reduceLive,
  type SyncEvent,
} from '@duck/protocol'
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
    this.#change(state)
    return invalidate
  }

  /** These are over. */
  forget(streamIds: readonly string[]): void {
    this.#change(forgetStreams(this.#state, streamIds))
  }

  /** Nothing is known of these any more. */
  drop(streamIds: readonly string[]): void {
    this.#change(dropStreams(this.#state, streamIds))
  }

  #change(state: LiveState): void {
    if (state === this.#state) return
    this.#state = state
    this.#tell()
  }
}
