/** A server whose beat has not changed for so long is dead. */
export const DEAD_AFTER_MS = 6000
/** Between two looks so far apart we slept or were cut off ourselves: what was seen before says nothing. */
const GAP_MS = 3000

/**
 * Tells which servers are dead, by the watcher's own monotonic clock over unbroken sight: neither a clock that
 * jumps, nor a database that was away, nor a watcher that slept kills anybody.
 */
export class Silences {
  readonly #seen = new Map<string, { beat: string; since: number }>()
  #lastLook = Number.NEGATIVE_INFINITY

  /** Takes in everyone's beat at `now` (monotonic ms) and gives the servers that are dead. */
  hear(beats: ReadonlyMap<string, string>, now: number): string[] {
    if (now - this.#lastLook > GAP_MS) this.#seen.clear()
    this.#lastLook = now
    for (const id of this.#seen.keys()) if (!beats.has(id)) this.#seen.delete(id)
    for (const [id, beat] of beats)
      if (this.#seen.get(id)?.beat !== beat) this.#seen.set(id, { beat, since: now })
    return [...this.#seen].filter(([, { since }]) => now - since >= DEAD_AFTER_MS).map(([id]) => id)
  }

  /** Sight was lost. */
  forget(): void {
    this.#seen.clear()
  }
}
