import { must } from '@duck/protocol'
import { prepareDatabase } from '@duck/store'
import { TEST_SECRET } from '../../database/test-secret.ts'
import { createRandom } from '../../random/random.ts'
import type { BenchPostgres } from '../bench-postgres.ts'
import { openClient } from '../client.ts'
import { type Figure, judged } from '../figure.ts'
import { loadArrays } from '../legacy/load-arrays.ts'
import type { MoverReply, MoverRequest } from '../legacy/mover-protocol.ts'
import { startHelper } from '../live/helper-process.ts'
import { load } from '../machine.ts'
import { median, percentile, ratioOfRounds } from '../median.ts'
import { runRounds } from '../rounds.ts'
import { LENGTHS, type Waits, writeArrays } from './write-arrays.ts'

export interface OldAppOptions {
  rounds: number
  /** Milliseconds of each slice. */
  ms: number
  /** Sessions of each length. */
  sessions: number
}

const WRITERS = 6
const MOST = 2
const ALONE = 'before the move'

/** What an old app waits to write its arrays while they are captured and become rows, beside what it waited before. */
export async function benchOldApp(
  postgres: BenchPostgres,
  { rounds, ms, sessions }: OldAppOptions,
): Promise<Figure[]> {
  const before = load()
  await using undo = new AsyncDisposableStack()
  const stageOf = async (name: string, prepare: (url: string) => Promise<unknown>) => {
    const url = await postgres.createEmptyDatabase(name)
    const clients = Array.from({ length: WRITERS }, () => openClient(url, 1))
    for (const sql of clients) undo.defer(() => sql.end())
    for (const [place, messages] of LENGTHS.entries())
      await loadArrays(must(clients[0], 'a client'), { sessions, messages }, place * sessions)
    await prepare(url)
    return { url, clients, sessions }
  }
  const alone = await stageOf('old_app_alone', async () => {})
  const beside = await stageOf('old_app_beside', (url) => prepareDatabase({ url, secret: TEST_SECRET }))
  const mover = undo.use(
    await startHelper<MoverRequest, MoverReply>(new URL('../legacy/mover-main.ts', import.meta.url)),
  )
  const [ours, theirs] = await runRounds(
    [
      async (round: number) => {
        const moving = mover.ask({ url: beside.url, do: 'backfill', ms, rest: 1 })
        const waits = await writeArrays(beside, randomOf(round), ms)
        await moving
        return waits
      },
      (round: number) => writeArrays(alone, randomOf(round), ms),
    ],
    rounds,
  )
  const loads = [before, load()] as const
  return figuresOf(ours ?? [], theirs ?? []).map((figure) => ({ ...figure, load: loads }))
}

/** Both sides make the same moves in a round. */
function randomOf(round: number) {
  return createRandom(`old app ${round}`)
}

function figuresOf(ours: readonly Waits[], theirs: readonly Waits[]): Figure[] {
  const figureOf = (percent: number, part: (waits: Waits) => number[]) => {
    const at = (rounds: readonly Waits[], most: number) =>
      rounds.map((waits) => percentile(part(waits), most))
    return {
      of: ALONE,
      ...ratioOfRounds(at(ours, percent), at(theirs, percent)),
      p50Ms: median(at(ours, 50)),
      ofP50Ms: median(at(theirs, 50)),
      p99Ms: median(at(ours, 99)),
      ofP99Ms: median(at(theirs, 99)),
    }
  }
  const p99 = figureOf(99, (waits) => LENGTHS.flatMap((length) => waits[length]))
  return [
    { bench: 'old-app/write-p99', ...p99, ...judged(p99.ratio, { atMost: MOST }) },
    ...LENGTHS.map((length) => ({
      bench: 'old-app/write-median',
      messages: length,
      ...figureOf(50, (waits) => waits[length]),
    })),
  ]
}
