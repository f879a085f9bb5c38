/** What a run found. */
export interface Verdict {
  /** Each promise that was broken, in a sentence; empty when none was. */
  violations: string[]
  /** What was counted, and what was measured. */
  counts: Record<string, number>
  figures: Figure[]
}

/** A measured value that is to stay at or under its limit. */
export interface Figure {
  name: string
  value: number
  unit: 'ms' | 'MiB'
  /** Absent where the value is only told. */
  limit?: number
}

/** Whether a figure is over its limit; one that could not be measured is. */
export function isOver({ value, limit }: Figure): boolean {
  return limit !== undefined && !(value <= limit)
}

/** All of them as one, the worst of each figure. */
export function joinVerdicts(verdicts: readonly Verdict[]): Verdict {
  const counts: Record<string, number> = {}
  for (const verdict of verdicts)
    for (const [name, count] of Object.entries(verdict.counts)) counts[name] = (counts[name] ?? 0) + count
  return {
    violations: verdicts.flatMap(({ violations }) => violations),
    figures: worstOf(verdicts.flatMap(({ figures }) => figures)),
    counts,
  }
}

function worstOf(figures: readonly Figure[]): Figure[] {
  return [...Map.groupBy(figures, ({ name }) => name).values()].flatMap((same) =>
    same.toSorted((one, other) => other.value - one.value).slice(0, 1),
  )
}
