import { type Figure, judged } from '../figure.ts'
import { median, percentile, ratioOfRounds } from '../median.ts'
import type { LegacyRun } from './bench-legacy.ts'

const LEAST_RATIO = 0.5
/** The memory at the end, of that after the first rounds: what is kept of every session would show. */
const MOST_GROWTH = 1.15
const BARE = 'one insert … select of the same sessions'

/** The lines of one size. */
export function figuresOf(run: LegacyRun): Figure[] {
  return [backfillFigure(run), verifyFigure(run), writeFigure(run), appendFigure(run), memoryFigure(run)].map(
    (figure) => ({
      ...figure,
      bench: `legacy${run.fullSpeed ? '-full-speed' : ''}/${figure.bench}`,
      messages: run.size.sessions * run.size.messages,
    }),
  )
}

function backfillFigure({ rounds }: LegacyRun): Figure {
  const ours = rounds.map(({ perSecond }) => perSecond)
  const bare = rounds.map(({ barePerSecond }) => barePerSecond)
  const { ratio, range } = ratioOfRounds(ours, bare)
  return {
    bench: 'backfill',
    of: BARE,
    ratio,
    range,
    perSecond: median(ours),
    ofPerSecond: median(bare),
    ...judged(ratio, { atLeast: LEAST_RATIO }),
  }
}

function verifyFigure({ verify, rounds }: LegacyRun): Figure {
  const perSecond = verify.messages / (verify.ms / 1000)
  const ofPerSecond = median(rounds.map(({ barePerSecond }) => barePerSecond))
  return { bench: 'verify', of: BARE, ratio: perSecond / ofPerSecond, perSecond, ofPerSecond }
}

/** What the old app waits to write a whole array, captured both times. */
function writeFigure({ waits: { ours, bare } }: LegacyRun): Figure {
  return {
    bench: 'old-write',
    of: `beside ${BARE}`,
    ratio: percentile(ours.old, 99) / percentile(bare.old, 99),
    p50Ms: percentile(ours.old, 50),
    ofP50Ms: percentile(bare.old, 50),
    p99Ms: percentile(ours.old, 99),
    ofP99Ms: percentile(bare.old, 99),
    maxMs: percentile(ours.old, 100),
    ofMaxMs: percentile(bare.old, 100),
  }
}

/** What the product waits to append, in sessions that are absorbed first and in others. */
function appendFigure({ waits: { ours, bare } }: LegacyRun): Figure {
  return {
    bench: 'append',
    of: `beside ${BARE}`,
    ratio: percentile(ours.appends, 99) / percentile(bare.appends, 99),
    p50Ms: percentile(ours.appends, 50),
    ofP50Ms: percentile(bare.appends, 50),
    p99Ms: percentile(ours.appends, 99),
    ofP99Ms: percentile(bare.appends, 99),
  }
}

/** Of the process that moves: first, in the middle, and at last. */
function memoryFigure({ rounds }: LegacyRun): Figure {
  const third = (n: number) => {
    const size = rounds.length / 3
    const part = rounds.slice(Math.floor(n * size), Math.max(Math.ceil((n + 1) * size), 1))
    return median(part.map(({ residentKb }) => residentKb))
  }
  const [ofKb, middle, kb] = [third(0), third(1), third(2)]
  return {
    bench: 'memory',
    of: 'the first third of the run',
    ratio: kb / ofKb,
    range: [middle / ofKb, kb / ofKb],
    kb,
    ofKb,
    moreKb: kb - ofKb,
    ...judged(kb / ofKb, { atMost: MOST_GROWTH }),
  }
}
