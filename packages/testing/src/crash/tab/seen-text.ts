/** What a tab had seen of a stream at a moment. */
export interface Sighting {
  /** `performance.now()` */
  at: number
  /** UTF-16 code units, from the stream's start. */
  units: number
}

/** The text of one stream as a tab sees it come, however often it comes again. */
export class SeenText {
  readonly sightings: Sighting[] = []
  #text = ''
  /** Deltas whose text is not what was seen before at that place. */
  changed = 0

  get text(): string {
    return this.#text
  }

  /** Takes a delta; what lies beyond a gap is not seen. */
  take(offset: number, delta: string): void {
    if (offset > this.#text.length) return
    const known = this.#text.slice(offset, offset + delta.length)
    if (!delta.startsWith(known)) this.changed += 1
    this.#text += delta.slice(known.length)
    this.sightings.push({ at: performance.now(), units: this.#text.length })
  }
}

/** How much had been seen by then. */
export function unitsAt(sightings: readonly Sighting[], at: number): number {
  return sightings.findLast((sighting) => sighting.at <= at)?.units ?? 0
}
