import { createMetrics } from '@duck/metrics'
import { connect, type Db, prepareDatabase } from '@duck/store'
import type postgres from 'postgres'
import { TEST_SECRET } from '../../database/test-secret.ts'
import type { BenchPostgres } from '../bench-postgres.ts'
import { openClient } from '../client.ts'
import type { Figure } from '../figure.ts'
import { type HelperProcess, startHelper } from '../live/helper-process.ts'
import { load } from '../machine.ts'
import { bareInsert, makeBareTable } from './bare-insert.ts'
import { figuresOf } from './legacy-figures.ts'
import { startWriters, type Waits } from './live-writers.ts'
import { type LegacySize, loadArrays, sessionId } from './load-arrays.ts'
import type { MoverReply, MoverRequest } from './mover-protocol.ts'

export const FULL_LEGACY_SIZES: readonly LegacySize[] = [
  { sessions: 10_000, messages: 100 },
  { sessions: 1_000, messages: 100 },
  { sessions: 30_000, messages: 100 },
]
export const SMALL_LEGACY_SIZES: readonly LegacySize[] = [
  { sessions: 500, messages: 20 },
  { sessions: 50, messages: 20 },
  { sessions: 1_500, messages: 20 },
]

/** One slice of the backfill, and the one statement over as many sessions next after it. */
export interface LegacyRound {
  perSecond: number
  barePerSecond: number
  /** Of the process that moves, after it. */
  residentKb: number
}

/** What one size took, at one speed. */
export interface LegacyRun {
  size: LegacySize
  /** Without rests. */
  fullSpeed: boolean
  rounds: LegacyRound[]
  /** What people waited beside ours, and beside the one statement. */
  waits: { ours: Waits; bare: Waits }
  verify: MoverReply
}

export interface LegacyOptions {
  sizes: readonly LegacySize[]
  /** Milliseconds of a slice. */
  ms: number
  /** Whether without rests; each in turn. */
  speeds?: readonly boolean[]
  /** Gets the figures of a run as soon as it ends; a run may take minutes. */
  onFigures?: (figures: readonly Figure[]) => void
}

/** Measures moving arrays into rows as the operator's command does, with capture on and people writing, in each of the sizes. */
export async function benchLegacy(
  postgres: BenchPostgres,
  { sizes, ms, speeds = [true, false], onFigures }: LegacyOptions,
): Promise<Figure[]> {
  const all: Figure[] = []
  for (const [place, size] of sizes.entries())
    for (const fullSpeed of speeds) {
      const before = load()
      const url = await postgres.createEmptyDatabase(`legacy_${place}_${fullSpeed}`)
      const figures = figuresOf(await measure(url, { size, fullSpeed, ms }))
      const loads = [before, load()] as const
      const told = figures.map((figure) => ({ ...figure, load: loads }))
      onFigures?.(told)
      all.push(...told)
    }
  return all
}

interface Parts {
  url: string
  admin: postgres.Sql
  old: postgres.Sql
  db: Db
  mover: HelperProcess<MoverRequest, MoverReply>
}

interface Measuring {
  size: LegacySize
  fullSpeed: boolean
  ms: number
}

async function measure(url: string, measuring: Measuring): Promise<LegacyRun> {
  const { size, fullSpeed } = measuring
  await using undo = new AsyncDisposableStack()
  const client = (max: number) => {
    const sql = openClient(url, max)
    undo.defer(() => sql.end())
    return sql
  }
  const [admin, old] = [client(1), client(4)]
  await loadArrays(admin, size)
  // Adopting begins capture, too.
  const { url: appUrl } = await prepareDatabase({ url, secret: TEST_SECRET })
  const db = await connect(appUrl, { metrics: createMetrics() })
  undo.defer(() => db.close())
  await makeBareTable(admin)
  await admin`checkpoint`
  const mover = undo.use(
    await startHelper<MoverRequest, MoverReply>(new URL('./mover-main.ts', import.meta.url)),
  )
  const parts = { url, admin, old, db, mover }
  const waits: LegacyRun['waits'] = { ours: { old: [], appends: [] }, bare: { old: [], appends: [] } }
  const rounds = await move(parts, measuring, waits)
  const verify = await beside(parts, size, { old: [], appends: [] }, () => mover.ask({ url, do: 'verify' }))
  if (verify.different > 0) throw new Error(`${verify.different} sessions are not proved.`)
  return { size, fullSpeed, rounds, waits, verify }
}

/** Round after round, until everything is moved. */
async function move(
  parts: Parts,
  { size, fullSpeed, ms }: Measuring,
  waits: LegacyRun['waits'],
): Promise<LegacyRound[]> {
  const { url, admin, mover } = parts
  const rounds: LegacyRound[] = []
  let slice = { messages: 0, ms: 0 }
  for (let [place, done] = [0, false]; !done; ) {
    const moved = await beside(parts, size, waits.ours, () =>
      mover.ask({ url, do: 'backfill', ms, rest: fullSpeed ? 0 : 1 }),
    )
    done = moved.done
    slice = { messages: slice.messages + moved.messages, ms: slice.ms + moved.ms }
    // The one statement takes as many.
    const end = Math.min(place + Math.floor(slice.messages / size.messages), size.sessions)
    // A slice that brought nothing belongs to the next.
    if (end === place) continue
    const stretch = { after: place === 0 ? '' : sessionId(place - 1), last: sessionId(end - 1) }
    const barePerSecond = await beside(parts, size, waits.bare, () => bareInsert(admin, stretch))
    const { residentKb } = moved
    rounds.push({ perSecond: slice.messages / (slice.ms / 1000), barePerSecond, residentKb })
    place = end
    slice = { messages: 0, ms: 0 }
  }
  return rounds
}

/** Does it while people write, and adds what they waited. */
async function beside<Result>(
  { old, db }: Parts,
  size: LegacySize,
  waits: Waits,
  act: () => Promise<Result>,
): Promise<Result> {
  const writing = startWriters({ old, db }, size)
  try {
    return await act()
  } finally {
    const { old: rewrites, appends } = await writing.stop()
    waits.old.push(...rewrites)
    waits.appends.push(...appends)
  }
}
