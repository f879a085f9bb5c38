import { afterAll, beforeAll, expect, test } from 'vitest'
import type { NemesisName } from './nemesis/names.ts'
import { type HistoryPostgres, startHistoryPostgres } from './run/history-postgres.ts'
import type { TargetName } from './run/plan.ts'
import { shortcomings } from './run/run-plan.ts'
import { runSeed } from './run/run-seed.ts'

let server: HistoryPostgres
beforeAll(async () => {
  server = await startHistoryPostgres()
})
afterAll(() => server[Symbol.asyncDispose]())

const ALL_RUN_LONG: NemesisName[] = ['isolation', 'pgbouncer']

interface Scenario {
  seed: number
  target: TargetName
  nemeses: NemesisName[]
}

const SCENARIOS: [string, Scenario][] = [
  [
    'killed processes and a killed Postgres, under serializable',
    { seed: 5, target: 'store', nemeses: ['kill-process', 'kill-postgres', 'isolation'] },
  ],
  [
    'cut and late requests, ended connections, under repeatable read',
    { seed: 1, target: 'store', nemeses: ['cut', 'delay', 'end-connections', 'isolation'] },
  ],
  [
    'writers past the batches, held rows and locks',
    { seed: 4, target: 'mixed', nemeses: ['hold-row', 'hold-lock', 'cut', 'kill-process'] },
  ],
  ['held rows and locks', { seed: 3, target: 'store', nemeses: ['hold-row', 'hold-lock'] }],
  ['cut requests behind pgbouncer', { seed: 6, target: 'store', nemeses: ['cut', 'pgbouncer'] }],
  ['killed servers with cut requests', { seed: 2, target: 'app', nemeses: ['kill-process', 'cut'] }],
]

test.each(SCENARIOS)(
  'no promise of the log is broken by %s',
  async (_what, { seed, target, nemeses }) => {
    const result = await runSeed(server, { seed, target, nemeses, appends: 400, clients: 16, users: 64 })
    expect(result.anomalies).toEqual([])
    expect(shortcomings(result)).toEqual([])
    expect(result.acked).toBeGreaterThanOrEqual(400)
    for (const name of nemeses.filter((each) => !ALL_RUN_LONG.includes(each)))
      expect(faultsOf(result.faults, name), name).toBeGreaterThan(0)
  },
  120_000,
)

/** Cuts and delays are counted by the moment they happen at. */
function faultsOf(faults: Record<string, number>, name: NemesisName): number {
  const counts = Object.entries(faults).filter(([fault]) => fault.startsWith(name))
  return counts.reduce((sum, [, count]) => sum + count, 0)
}
