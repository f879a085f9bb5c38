const STEP_MS = 0.5
const MOST_MS = 30_000

/** Delays counted by half milliseconds, so that millions of them cost nothing; those above 30 s count as that. */
export class Delays {
  readonly #counts = new Uint32Array(MOST_MS / STEP_MS + 1)

  add(ms: number): void {
    const at = Math.min(this.#counts.length - 1, Math.max(0, Math.round(ms / STEP_MS)))
    this.#counts[at] = (this.#counts[at] ?? 0) + 1
  }

  /** `[ms, how many]` of each that occurred, shortest first; takes and empties them. */
  take(): DelayCounts {
    const counts: [number, number][] = []
    for (const [at, count] of this.#counts.entries()) if (count > 0) counts.push([at * STEP_MS, count])
    this.#counts.fill(0)
    return counts
  }
}

/** `[ms, how many]`, shortest first. */
export type DelayCounts = readonly (readonly [ms: number, count: number])[]

export function mergeDelays(parts: readonly DelayCounts[]): DelayCounts {
  const merged = new Map<number, number>()
  for (const [ms, count] of parts.flat()) merged.set(ms, (merged.get(ms) ?? 0) + count)
  return [...merged].sort(([a], [b]) => a - b)
}

/** The least delay that this share of all (0 to 1) does not exceed; NaN when there are none. */
export function quantile(counts: DelayCounts, share: number): number {
  const total = counts.reduce((sum, [, count]) => sum + count, 0)
  let below = 0
  for (const [ms, count] of counts) {
    below += count
    if (below >= share * total) return ms
  }
  return Number.NaN
}
