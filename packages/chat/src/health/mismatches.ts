import type { Metrics } from '@duck/metrics'

/** The part of the sessions that a check of a user's went through: ids above `after`, up to `upTo` (null: to the end). */
export interface Checked {
  after: string | null
  upTo: string | null
}

/** Counts the sessions whose count differed from their rows when each was last checked. */
export class Mismatches {
  readonly #metrics: Metrics
  readonly #byUser = new Map<string, ReadonlySet<string>>()

  constructor(metrics: Metrics) {
    this.#metrics = metrics
  }

  /** What a check found takes the place of what was known of the part it went through, of sessions gone since, too. */
  note(userId: string, { after, upTo }: Checked, found: readonly string[]): void {
    const inPart = (id: string) => id > (after ?? '') && (upTo === null || id <= upTo)
    const others = [...(this.#byUser.get(userId) ?? [])].filter((id) => !inPart(id))
    const known = new Set([...others, ...found])
    if (known.size > 0) this.#byUser.set(userId, known)
    else this.#byUser.delete(userId)
    // An operator finds what its user finds as well.
    const all = new Set([...this.#byUser.values()].flatMap((ids) => [...ids]))
    this.#metrics.countMismatches(all.size)
  }
}
