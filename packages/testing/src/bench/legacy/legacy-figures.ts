import { must } from '@duck/protocol'
import { type Figure, judged } from '../figure.ts'
import { median } from '../median.ts'
import type { LegacyRun } from './bench-legacy.ts'
import type { Command } from './run-command.ts'

const LEAST_RATIO = 0.5
/** The memory of a run's last quarter, of that of its second: what is kept of every session would show. */
const MOST_GROWTH = 1.15
const LEAST_SECONDS = 0.001
const LEAST_SAMPLES = 50

/** The lines of one size. */
export function figuresOf(run: LegacyRun): Figure[] {
  return [
    backfillFigure(run),
    verifyFigure(run),
    writeFigure(run),
    appendFigure(run),
    ...memoryFigures(run),
  ].map((figure) => ({
    ...figure,
    bench: `legacy${run.fullSpeed ? '-full-speed' : ''}/${figure.bench}`,
    messages: run.size.sessions * run.size.messages,
  }))
}

/** Without what the command takes to begin and end. */
function rateOf({ rows, idle }: LegacyRun, command: Command): number {
  return rows / Math.max(command.seconds - idle.seconds, LEAST_SECONDS)
}

function backfillFigure(run: LegacyRun): Figure {
  const { backfill, bare } = run
  const perSecond = rateOf(run, backfill)
  const ratios = bare.beside.map((each) => perSecond / each)
  const ratio = median(ratios)
  return {
    bench: 'backfill',
    of: 'one insert … select, the writers beside both',
    ratio,
    range: [Math.min(...ratios), Math.max(...ratios)],
    perSecond,
    ofPerSecond: median(bare.beside),
    ...judged(ratio, { atLeast: LEAST_RATIO }),
  }
}

function verifyFigure(run: LegacyRun): Figure {
  const { verify, bare } = run
  const perSecond = rateOf(run, verify)
  return {
    bench: 'verify',
    of: 'one insert … select alone',
    ratio: perSecond / bare.alone,
    perSecond,
    ofPerSecond: bare.alone,
  }
}

/** What the old app waits to write a whole array: captured and backfilled, and before. */
function writeFigure({ waits: { before, during } }: LegacyRun): Figure {
  const [ours, theirs] = [during.old, before.old]
  return {
    bench: 'old-write',
    of: 'not adopted, beside one insert … select',
    ratio: at(ours, 0.99) / at(theirs, 0.99),
    p50Ms: at(ours, 0.5),
    ofP50Ms: at(theirs, 0.5),
    p99Ms: at(ours, 0.99),
    ofP99Ms: at(theirs, 0.99),
    maxMs: Math.max(...ours),
    ofMaxMs: Math.max(...theirs),
  }
}

/** What the product waits to append, in sessions that are absorbed first and in others. */
function appendFigure({ waits: { during } }: LegacyRun): Figure {
  const { appends } = during
  return {
    bench: 'append',
    p50Ms: at(appends, 0.5),
    p99Ms: at(appends, 0.99),
    maxMs: Math.max(...appends),
  }
}

function memoryFigures({ backfill: { residentKb } }: LegacyRun): Figure[] {
  // A short run is mostly its own beginning.
  if (residentKb.length < LEAST_SAMPLES) return []
  const quarter = (n: number) => {
    const size = residentKb.length / 4
    return median(residentKb.slice(Math.floor(n * size), Math.floor((n + 1) * size)))
  }
  const [kb, ofKb] = [quarter(3), quarter(1)]
  return [
    {
      bench: 'memory',
      of: 'its second quarter',
      ratio: kb / ofKb,
      kb,
      ofKb,
      moreKb: kb - ofKb,
      ...judged(kb / ofKb, { atMost: MOST_GROWTH }),
    },
  ]
}

function at(waits: readonly number[], share: number): number {
  const sorted = waits.toSorted((a, b) => a - b)
  return must(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))], 'a wait')
}
