import { createMetrics } from '@duck/metrics'
import { connect } from '@duck/store'
import type { BenchPostgres } from '../bench-postgres.ts'
import { openClient } from '../client.ts'
import type { Figure } from '../figure.ts'
import { load } from '../machine.ts'
import { runRounds } from '../rounds.ts'
import { type LoadedTable, loadTable, type ReadSession, type ReadSizes } from './load-table.ts'
import { readFigure, samePages } from './read-figures.ts'
import { slicesOf, type Ways } from './read-slices.ts'
import { READS, type Read } from './reads.ts'

export interface ReadOptions {
  rounds: number
  /** Milliseconds that each side reads in a round. */
  ms: number
  sizes: ReadSizes
  /** Calls in one loop inside Postgres. */
  calls: number
}

export interface ReadBench extends LoadedTable {
  figures: Figure[]
}

/** Measures reading sessions of several lengths, all in one large table. */
export async function benchRead(postgres: BenchPostgres, options: ReadOptions): Promise<ReadBench> {
  await using undo = new AsyncDisposableStack()
  const { adminUrl, appUrl } = await postgres.createDatabase('read')
  const client = (url: string) => {
    const sql = openClient(url, 1)
    undo.defer(() => sql.end())
    return sql
  }
  const admin = client(adminUrl)
  const table = await loadTable(admin, options.sizes)
  const db = await connect(appUrl, { metrics: createMetrics() })
  undo.defer(() => db.close())
  const ways: Ways = { db, app: client(appUrl), admin }
  const before = load()
  const figures = await measureReads(ways, table.sessions, options)
  const loads = [before, load()] as const
  return { ...table, figures: figures.map((figure) => ({ ...figure, load: loads })) }
}

async function measureReads(
  ways: Ways,
  sessions: readonly ReadSession[],
  { rounds, ms, calls }: ReadOptions,
): Promise<Figure[]> {
  const pairs = READS.flatMap((read) => sessions.map((session): [Read, ReadSession] => [read, session]))
  const slices = pairs.map(([read, session]) => slicesOf(ways, { read, session, ms, calls }))
  const results = await runRounds(slices.flat(), rounds)
  const figures: Figure[] = []
  for (const [place, [read, session]] of pairs.entries()) {
    const from = slices.slice(0, place).flat().length
    figures.push(await readFigure(ways, { read, session, rounds: results.slice(from, from + 4) }))
  }
  return [...figures, ...samePages(figures)]
}
