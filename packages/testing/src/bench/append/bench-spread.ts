import { must } from '@duck/protocol'
import type { BenchPostgres } from '../bench-postgres.ts'
import { runRounds } from '../rounds.ts'
import type { AppendBench, AppendOptions } from './bench-append.ts'
import { untilAlone, watchDeadTuples } from './dead-tuples.ts'
import { Ledgers } from './ledger.ts'
import { type Measured, measure } from './measure.ts'
import { openContenders } from './open-contenders.ts'
import { SPREAD_RUNS, type SpreadRun, spreadFigures } from './spread-figures.ts'

/** Every contender at once in flight on many sessions, and on one. */
export async function benchSpread(
  postgres: BenchPostgres,
  { rounds, ms, sizes }: AppendOptions,
): Promise<AppendBench> {
  await using contenders = await openContenders(postgres, sizes)
  const { admin } = contenders
  const dead = watchDeadTuples(admin)
  const ledgers = new Ledgers()
  const slice =
    ({ contender: name, inFlight }: SpreadRun) =>
    async () => {
      const contender = contenders.byName[name]
      const measured = await measure({ admin, postmaster: postgres.pid }, contender, { inFlight, ms })
      ledgers.add(contender, measured.appends)
      await dead.look()
      return measured
    }
  await admin`checkpoint`
  const names = Object.keys(SPREAD_RUNS)
  const results = await runRounds(Object.values(SPREAD_RUNS).map(slice), rounds)
  const kept = await ledgers.close()
  await contenders.closeOurs()
  await untilAlone(admin)
  await dead.look()
  const roundsOf = (run: string): Measured[] => must(results[names.indexOf(run)], run)
  return { figures: [...spreadFigures(roundsOf), dead.figure()], ledgers: kept }
}
