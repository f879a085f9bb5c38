import { type Figure, judged } from '../figure.ts'
import { median, percentile, ratioOfRounds } from '../median.ts'
import type { Waits } from './chatter.ts'
import type { FloodCounts } from './flood-protocol.ts'

/** What one user met while another did something, by round. */
export interface FairRound {
  waits: Waits
  counts: FloodCounts
  /** Milliseconds. */
  ms: number
}

const MOST = 3

/** The other user's calls and text during one kind of flood, by those of the same rounds when nobody floods. */
export function fairFigures(
  name: string,
  flooded: readonly FairRound[],
  quiet: readonly FairRound[],
): Figure[] {
  return (['calls', 'text'] as const).map((what) => {
    const at = (rounds: readonly FairRound[], percent: number) =>
      rounds.map(({ waits }) => percentile(waits[what], percent))
    const [ours, theirs] = [at(flooded, 99), at(quiet, 99)]
    const { ratio, range } = ratioOfRounds(ours, theirs)
    const answered = flooded.map(({ counts, ms }) => (counts.answered * 1000) / ms)
    const refused = flooded.map(({ counts }) => (100 * counts.refused) / Math.max(1, counts.answered))
    return {
      bench: `fair/${name}`,
      of: `quiet ${what}`,
      ratio,
      range,
      p50Ms: median(at(flooded, 50)),
      p99Ms: median(ours),
      ofP50Ms: median(at(quiet, 50)),
      ofP99Ms: median(theirs),
      lost: Math.max(...flooded.map(({ waits }) => waits.refused)),
      floodPerSecond: median(answered),
      floodRefusedPercent: median(refused),
      ...judged(ratio, { atMost: MOST }),
    }
  })
}
