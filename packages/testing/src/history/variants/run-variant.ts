import { readFile } from 'node:fs/promises'
import type postgres from 'postgres'
import type { HistoryPostgres } from '../run/history-postgres.ts'
import { openStage } from '../run/open-stage.ts'
import { makePlan } from '../run/plan.ts'
import { type RunResult, runPlan } from '../run/run-plan.ts'
import { startStoreWorkers } from '../target/start-store-workers.ts'
import type { AppendWay } from './append-ways.ts'
import type { Variant } from './variants.ts'

export interface VariantRun {
  seed: number
  appends: number
}

const PROCESSES = 2

/** Runs a broken variant as the product is run, on a database of its own. */
export async function runVariant(
  server: HistoryPostgres,
  variant: Variant,
  { seed, appends }: VariantRun,
): Promise<RunResult> {
  const { nemeses, appendWay, retriesWithNewId = false } = variant
  const made = makePlan({ seed, target: 'store', appends, clients: 16, users: 64, nemeses })
  const plan = { ...made, rates: { ...made.rates, cut: variant.cutRate ?? made.rates.cut } }
  await using stage = await openStage(server, plan, (admin) => install(admin, variant))
  await using target = await startStoreWorkers(stage.productUrl, Array<AppendWay>(PROCESSES).fill(appendWay))
  return await runPlan(plan, { stage, target, retriesWithNewId })
}

async function install(admin: postgres.Sql, { sql }: Variant): Promise<void> {
  for (const name of sql ? ['common.sql', sql] : [])
    await admin.unsafe(await readFile(new URL(name, import.meta.url), 'utf8'))
}
