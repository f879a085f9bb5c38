import type { Figure } from '../figure.ts'
import { median } from '../median.ts'
import { type Comparison, compare } from './compare.ts'
import type { Measured } from './measure.ts'
import type { ContenderName } from './open-contenders.ts'

/** One contender with so many callers. */
export interface SpreadRun {
  contender: ContenderName
  inFlight: number
}

/** All that runs in a round. */
export const SPREAD_RUNS = {
  oursSpread256: { contender: 'oursSpread', inFlight: 256 },
  oursSpread32: { contender: 'oursSpread', inFlight: 32 },
  oursHot256: { contender: 'oursHot', inFlight: 256 },
  oursHot32: { contender: 'oursHot', inFlight: 32 },
  oursLone: { contender: 'oursHot', inFlight: 1 },
  bare256: { contender: 'bareInsert', inFlight: 256 },
  bare32: { contender: 'bareInsert', inFlight: 32 },
  full256: { contender: 'fullInsert', inFlight: 256 },
  fullLone: { contender: 'fullInsert', inFlight: 1 },
  unnest256: { contender: 'unnestInsert', inFlight: 256 },
  unnest32: { contender: 'unnestInsert', inFlight: 32 },
  category256: { contender: 'categoryLock', inFlight: 256 },
  unlocked32: { contender: 'unlocked', inFlight: 32 },
} as const satisfies Record<string, SpreadRun>

type Run = keyof typeof SPREAD_RUNS

interface SpreadComparison extends Omit<Comparison, 'inFlight'> {
  ours: Run
  theirs: Run
}

const SPREAD = 'append/spread'
const HOT = 'append/hot'

const COMPARISONS: SpreadComparison[] = [
  {
    bench: SPREAD,
    ours: 'oursSpread256',
    theirs: 'bare256',
    of: 'F1',
    by: 'perSecond',
    target: { atLeast: 2.8 },
  },
  {
    bench: SPREAD,
    ours: 'oursSpread256',
    theirs: 'unnest256',
    of: 'U2',
    by: 'perSecond',
    target: { atLeast: 0.7 },
  },
  { bench: SPREAD, ours: 'oursSpread256', theirs: 'full256', of: 'F2', by: 'perSecond' },
  { bench: SPREAD, ours: 'oursSpread256', theirs: 'category256', of: 'category lock', by: 'perSecond' },
  {
    bench: SPREAD,
    ours: 'oursSpread32',
    theirs: 'bare32',
    of: 'F1',
    by: 'perSecond',
    target: { atLeast: 1.6 },
  },
  { bench: SPREAD, ours: 'oursSpread32', theirs: 'unnest32', of: 'U2', by: 'perSecond' },
  {
    bench: HOT,
    ours: 'oursHot256',
    theirs: 'oursLone',
    of: 'one by one',
    by: 'perSecond',
    target: { atLeast: 12 },
  },
  { bench: HOT, ours: 'oursHot32', theirs: 'unlocked32', of: 'unlocked max+1', by: 'perSecond' },
  { bench: 'append/one-by-one', ours: 'oursLone', theirs: 'fullLone', of: 'F2', by: 'medianMs' },
  {
    bench: 'append/wal',
    ours: 'oursSpread256',
    theirs: 'full256',
    of: 'F2',
    by: 'bytes',
    target: { atMost: 1.06 },
  },
  {
    bench: 'append/cpu',
    ours: 'oursSpread256',
    theirs: 'full256',
    of: 'F2',
    by: 'cpuUs',
    target: { atMost: 0.3 },
  },
]

/** The figures of the rounds; those that this system cannot measure are left out. */
export function spreadFigures(roundsOf: (run: Run) => readonly Measured[]): Figure[] {
  return COMPARISONS.flatMap(({ ours, theirs, ...comparison }) => {
    const { inFlight } = SPREAD_RUNS[ours]
    const figure = compare({ ...comparison, inFlight }, roundsOf(ours), roundsOf(theirs))
    return figure ? [theirs === 'unlocked32' ? withRefusals(figure, roundsOf(theirs)) : figure] : []
  })
}

function withRefusals(figure: Figure, rounds: readonly Measured[]): Figure {
  return {
    ...figure,
    firstTryRefusedPercent: median(rounds.map((round) => round.firstTryRefusedPercent)),
  }
}
