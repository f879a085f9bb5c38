/** Something to be told to many, one after another. */
interface Round {
  next: () => boolean
}

/** Between two slices answers to calls get their turn, so that they never wait for a whole round. */
const SLICE_MS = 4
const LOOK_EVERY = 16

/**
 * Rounds that are too long to be made at once: by and by, those of a key one after another, those of different keys in
 * turn.
 */
export class FanOut {
  readonly #rounds = new Map<string, Round[]>()
  #planned = false

  /** Whether rounds of the key are under way. */
  isBusy(key: string): boolean {
    return this.#rounds.has(key)
  }

  /** `tell` is called for each of them, at most once, as they are when their turn comes. */
  add<Item>(key: string, items: Iterable<Item>, tell: (item: Item) => void): void {
    const iterator = items[Symbol.iterator]()
    const next = () => {
      const { value, done } = iterator.next()
      if (!done) tell(value)
      return !done
    }
    const waiting = this.#rounds.get(key)
    if (waiting) waiting.push({ next })
    else this.#rounds.set(key, [{ next }])
    this.#plan()
  }

  #plan(): void {
    if (this.#planned || this.#rounds.size === 0) return
    this.#planned = true
    setImmediate(() => {
      this.#planned = false
      this.#slice()
      this.#plan()
    })
  }

  #slice(): void {
    const until = performance.now() + SLICE_MS
    while (this.#rounds.size > 0 && performance.now() < until)
      for (const [key, rounds] of this.#rounds) this.#go(key, rounds)
  }

  #go(key: string, rounds: Round[]): void {
    for (let told = 0; told < LOOK_EVERY; told++) {
      if (rounds[0]?.next()) continue
      rounds.shift()
      if (rounds.length === 0) return void this.#rounds.delete(key)
    }
  }
}
