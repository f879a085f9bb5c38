import { createMetrics } from '@duck/metrics'
import { connect, prepareDatabase } from '@duck/store'
import { TEST_SECRET } from '../../database/test-secret.ts'
import type { BenchPostgres } from '../bench-postgres.ts'
import { openClient } from '../client.ts'
import type { Figure } from '../figure.ts'
import { load } from '../machine.ts'
import { bareInsert } from './bare-insert.ts'
import { figuresOf } from './legacy-figures.ts'
import { startWriters, type Waits, type Writing } from './live-writers.ts'
import { type LegacySize, loadArrays } from './load-arrays.ts'
import { type Command, runCommand } from './run-command.ts'

export const FULL_LEGACY_SIZES: readonly LegacySize[] = [
  { sessions: 10_000, messages: 100 },
  { sessions: 1_000, messages: 100 },
  { sessions: 30_000, messages: 100 },
]
export const SMALL_LEGACY_SIZES: readonly LegacySize[] = [
  { sessions: 200, messages: 20 },
  { sessions: 20, messages: 20 },
  { sessions: 600, messages: 20 },
]

/** What one size took, at one speed. */
export interface LegacyRun {
  size: LegacySize
  /** Without rests. */
  fullSpeed: boolean
  /** Rows a second of the one statement: alone, then before and after ours, with the writers beside it. */
  bare: { alone: number; beside: number[] }
  backfill: Command
  verify: Command
  /** A backfill with nothing left to do: what a command takes to begin and end. */
  idle: Command
  /** What the writers waited before the database was adopted, and while it was backfilled. */
  waits: { before: Waits; during: Waits }
  /** Messages that became rows. */
  rows: number
}

/** Measures moving arrays into rows by the operator's commands, with capture on and people writing, in each of the sizes. */
export async function benchLegacy(postgres: BenchPostgres, sizes: readonly LegacySize[]): Promise<Figure[]> {
  const before = load()
  const figures: Figure[] = []
  for (const [place, size] of sizes.entries())
    for (const fullSpeed of [false, true]) {
      const url = await postgres.createEmptyDatabase(`legacy_${place}_${fullSpeed}`)
      figures.push(...figuresOf(await measure(url, { size, fullSpeed })))
    }
  const loads = [before, load()] as const
  return figures.map((figure) => ({ ...figure, load: loads }))
}

async function measure(
  url: string,
  { size, fullSpeed }: Pick<LegacyRun, 'size' | 'fullSpeed'>,
): Promise<LegacyRun> {
  await using undo = new AsyncDisposableStack()
  const client = (max: number) => {
    const sql = openClient(url, max)
    undo.defer(() => sql.end())
    return sql
  }
  const [admin, old] = [client(1), client(4)]
  await loadArrays(admin, size)
  const alone = await bareInsert(admin)
  const first = await beside(startWriters({ old, db: null }, size), () => bareInsert(admin))

  const { url: appUrl } = await prepareDatabase({ url, secret: TEST_SECRET })
  const db = await connect(appUrl, { metrics: createMetrics() })
  undo.defer(() => db.close())
  await runCommand(url, 'capture')
  await admin`checkpoint`
  const speed = fullSpeed ? ['--full-speed'] : []
  const moved = await beside(startWriters({ old, db }, size), () => runCommand(url, 'backfill', ...speed))
  const [row] = await admin<[{ rows: number }]>`
    select count(*)::int as rows from messages where origin = 'legacy'`
  const verified = await beside(startWriters({ old, db }, size), () => runCommand(url, 'verify'))
  const second = await beside(startWriters({ old, db }, size), () => bareInsert(admin))
  return {
    size,
    fullSpeed,
    bare: { alone, beside: [first.result, second.result] },
    backfill: moved.result,
    verify: verified.result,
    idle: await runCommand(url, 'backfill', ...speed),
    waits: { before: first.waits, during: moved.waits },
    rows: row.rows,
  }
}

async function beside<Result>(
  writing: Writing,
  act: () => Promise<Result>,
): Promise<{ result: Result; waits: Waits }> {
  try {
    const result = await act()
    return { result, waits: await writing.stop() }
  } catch (error) {
    await writing.stop().catch(() => {})
    throw error
  }
}
