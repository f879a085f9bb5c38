import { must } from '@duck/protocol'

/** The middle of the numbers, or the mean of the two in the middle. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  const above = must(sorted[sorted.length >> 1], 'a number to take the median of')
  const below = sorted.length % 2 === 0 ? (sorted[(sorted.length >> 1) - 1] ?? above) : above
  return (below + above) / 2
}

export interface Ratio {
  ratio: number
  /** The lowest and the highest of a single round: how far the rounds agree. */
  range: [number, number]
}

/**
 * The median of the rounds' own ratios: what slowed one round slowed both sides of its ratio, which the ratio of two
 * medians would not know.
 */
export function ratioOfRounds(ours: readonly number[], theirs: readonly number[]): Ratio {
  if (ours.length !== theirs.length) throw new Error('Both sides are to have run in every round.')
  const ratios = ours.map((value, round) => value / must(theirs[round], 'the same round'))
  return { ratio: median(ratios), range: [Math.min(...ratios), Math.max(...ratios)] }
}

/** The value that `percent` of the sorted values do not exceed; NaN of none. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN
}
