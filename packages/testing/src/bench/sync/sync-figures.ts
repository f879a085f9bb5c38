import { type Figure, judged } from '../figure.ts'
import { mergeDelays, quantile } from '../live/delays.ts'
import { STAMP_UNITS } from '../live/stamp.ts'
import type { Held } from '../live/tidy.ts'
import { median, percentile, ratioOfRounds } from '../median.ts'
import { type Delivery, deliveredShare } from './deliver.ts'
import type { Side } from './open-stage.ts'

/** All that was measured with one number of clients. */
export interface SyncRounds {
  clients: number
  duck: readonly Delivery[]
  bare: readonly Delivery[]
  /** Milliseconds of each append, by round: while nothing is written, and while an answer is. */
  quiet: readonly (readonly number[])[]
  meanwhile: readonly (readonly number[])[]
  /** What each server held without clients, and with them. */
  empty: Record<Side, Held>
  full: Record<Side, Held>
}

const BARE = 'bare ws'
const MOST_DELAY_MS = 2_000

export function syncFigures(rounds: SyncRounds): Figure[] {
  return [cpu(rounds), memory(rounds), appends(rounds), delivered(rounds), delay(rounds)].flat()
}

/** The server's processor time a delta and client. */
function cpu({ duck, bare }: SyncRounds): Figure[] {
  const [ours, theirs] = [duck, bare].map((side) => side.map(({ cpuUs }) => cpuUs ?? Number.NaN))
  if (!ours || !theirs || ![...ours, ...theirs].every(Number.isFinite)) return []
  const { ratio, range } = ratioOfRounds(ours, theirs)
  const used = { cpuUs: median(ours), ofCpuUs: median(theirs) }
  const framesPerDelta = median(duck.map(({ frames, units }) => (frames * STAMP_UNITS) / units))
  return [
    { bench: 'sync/cpu', of: BARE, ratio, range, ...used, framesPerDelta, ...judged(ratio, { atMost: 1.5 }) },
  ]
}

/** What a client takes, after answers were watched and the garbage collected. */
function memory({ clients, empty, full }: SyncRounds): Figure {
  const each = (side: Side, of: keyof Held) => (full[side][of] - empty[side][of]) / clients
  const [kb, ofKb] = [each('duck', 'residentKb'), each('bare', 'residentKb')]
  const heaps = { heapKb: each('duck', 'heapKb'), ofHeapKb: each('bare', 'heapKb') }
  const moreKb = kb - ofKb
  return { bench: 'sync/memory', of: BARE, kb, ofKb, moreKb, ...heaps, ...judged(moreKb, { atMost: 15 }) }
}

/** The slowest of a hundred appends over HTTP while the clients are told of an answer, by that when nothing is written. */
function appends({ quiet, meanwhile }: SyncRounds): Figure {
  const [ours, theirs] = [meanwhile, quiet].map((side) => side.map((waits) => percentile(waits, 99)))
  const { ratio, range } = ratioOfRounds(ours ?? [], theirs ?? [])
  const waits = { p99Ms: median(ours ?? []), ofP99Ms: median(theirs ?? []) }
  return { bench: 'sync/append-p99', of: 'quiet', ratio, range, ...waits, ...judged(ratio, { atMost: 3 }) }
}

function delivered({ duck }: SyncRounds): Figure {
  const share = Math.min(...duck.map(deliveredShare))
  const lost = Math.max(...duck.map(({ lost }) => lost))
  return { bench: 'sync/delivered', share, lost, ...judged(share, { atLeast: 1 }) }
}

function delay({ duck, bare }: SyncRounds): Figure {
  const [ours, theirs] = [duck, bare].map((side) => mergeDelays(side.map(({ delays }) => delays)))
  const at = (share: number) => quantile(ours ?? [], share)
  const ofAt = (share: number) => quantile(theirs ?? [], share)
  return {
    bench: 'sync/delay',
    of: BARE,
    p50Ms: at(0.5),
    p95Ms: at(0.95),
    p99Ms: at(0.99),
    maxMs: at(1),
    ofP50Ms: ofAt(0.5),
    ofP95Ms: ofAt(0.95),
    ofP99Ms: ofAt(0.99),
    ofMaxMs: ofAt(1),
    ...judged(at(1), { atMost: MOST_DELAY_MS }),
  }
}
