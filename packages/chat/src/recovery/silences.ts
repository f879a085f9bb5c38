/** A server whose beat has not changed for so long is dead, unless its lifeline stands. */
export const DEAD_AFTER_MS = 6_000
/** After an outage others may need longer than this server to find the database again. */
export const DEAD_AFTER_OUTAGE_MS = 12_000
/** Between two looks so far apart we slept or were cut off ourselves: what was seen before says nothing. */
const GAP_MS = 3_000

/** A server that seems dead, and for how long it has been silent. */
export interface Silence {
  serverId: string
  ms: number
}

/**
 * Tells which servers are silent, by the watcher's own monotonic clock over unbroken sight: neither a clock that
 * jumps, nor a database that was away, nor a watcher that slept kills anybody.
 */
export class Silences {
  readonly #seen = new Map<string, { beat: string; since: number }>()
  #lastLook = Number.NEGATIVE_INFINITY
  /** Until then whoever is silent may still be on the way back. */
  #graceUntil = Number.NEGATIVE_INFINITY

  /** Takes in everyone's beat at `now` (monotonic ms) and gives the servers that have been silent for too long. */
  hear(beats: ReadonlyMap<string, string>, now: number): Silence[] {
    const isFirst = this.#lastLook === Number.NEGATIVE_INFINITY
    if (!isFirst && now - this.#lastLook > GAP_MS) this.forget()
    if (this.#seen.size === 0 && this.#graceUntil === Number.POSITIVE_INFINITY)
      this.#graceUntil = now + DEAD_AFTER_OUTAGE_MS
    this.#lastLook = now
    for (const id of this.#seen.keys()) if (!beats.has(id)) this.#seen.delete(id)
    for (const [id, beat] of beats)
      if (this.#seen.get(id)?.beat !== beat) this.#seen.set(id, { beat, since: now })
    if (now < this.#graceUntil) return []
    return [...this.#seen]
      .map(([serverId, { since }]) => ({ serverId, ms: now - since }))
      .filter(({ ms }) => ms >= DEAD_AFTER_MS)
  }

  /** Sight was lost. */
  forget(): void {
    this.#seen.clear()
    this.#graceUntil = Number.POSITIVE_INFINITY
  }
}
