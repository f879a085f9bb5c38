import { startAppServers } from '../target/start-app-servers.ts'
import { startStoreWorkers } from '../target/start-store-workers.ts'
import type { Target } from '../target/target.ts'
import type { AppendWay } from '../variants/append-ways.ts'
import type { HistoryPostgres } from './history-postgres.ts'
import { openStage, type Stage } from './open-stage.ts'
import { makePlan, type Plan, type PlanOptions } from './plan.ts'
import { type RunResult, runPlan } from './run-plan.ts'

const SERVERS = 2
const WAYS: Record<Exclude<Plan['target'], 'app'>, readonly AppendWay[]> = {
  store: ['product', 'product', 'product'],
  mixed: ['product', 'product', 'one-by-one'],
}

/** Carries out what a seed plans, on a database and processes of its own. */
export async function runSeed(server: HistoryPostgres, options: PlanOptions): Promise<RunResult> {
  const plan = makePlan(options)
  await using stage = await openStage(server, plan)
  await using target = await startTarget(plan, stage)
  return await runPlan(plan, { stage, target })
}

function startTarget({ target }: Plan, { productUrl }: Stage): Promise<Target> {
  if (target === 'app') return startAppServers(productUrl, SERVERS)
  return startStoreWorkers(productUrl, WAYS[target])
}
