import { asAdmin } from '../../database/as-admin.ts'
import type { Anomaly } from '../anomaly.ts'
import { checkHistory } from '../check/check-history.ts'
import { runStrikes } from '../nemesis/run-strikes.ts'
import type { Target } from '../target/target.ts'
import { type ClientOptions, runClient } from './client.ts'
import { type Counts, countCalls } from './count-calls.ts'
import type { Stage } from './open-stage.ts'
import type { Plan } from './plan.ts'
import { readFinalRows } from './read-final-rows.ts'
import { createRecorder, type Recorder } from './recorder.ts'
import { settle } from './settle.ts'

export interface RunResult extends Counts {
  plan: Plan
  /** How often each fault happened. */
  faults: Record<string, number>
  /** How processes ended that nobody killed. */
  crashes: readonly string[]
  /** Whether the load came to its end in time. */
  finished: boolean
  anomalies: Anomaly[]
  seconds: number
}

export interface RunOptions extends Pick<ClientOptions, 'retriesWithNewId'> {
  stage: Stage
  target: Target
  /** The run is given up after it, which is a failure. */
  longestMs?: number
}

const LONGEST_MS = 240_000

/** Carries the plan out on a target that is up, and checks what its clients saw. */
export async function runPlan(plan: Plan, options: RunOptions): Promise<RunResult> {
  const { stage, target } = options
  const startedAt = performance.now()
  const recorder = createRecorder()
  await createSessions(plan, target)
  stage.proxy.arm()
  const [strikes, finished] = await Promise.all([
    runStrikes({ stage, target, plan }, recorder),
    runClients(plan, recorder, options),
  ])
  stage.proxy.disarm()
  await readEverything(plan, target, recorder)
  const finalRows = await asAdmin(stage.adminUrl, readFinalRows)
  return {
    ...countCalls(recorder.calls),
    plan,
    faults: Object.fromEntries([...strikes, ...stage.proxy.injected]),
    crashes: target.crashes(),
    finished,
    anomalies: checkHistory({ calls: recorder.calls, finalRows }),
    seconds: (performance.now() - startedAt) / 1000,
  }
}

/** What makes a run a failure, anomalies aside; empty when nothing does. */
export function shortcomings({ finished, unknown, settled, hung, crashes }: RunResult): string[] {
  return [
    ...(finished ? [] : ['the load did not come to its end']),
    ...(unknown === settled ? [] : [`${unknown - settled} appends could not be settled`]),
    ...(hung === 0 ? [] : [`${hung} calls hung`]),
    ...Object.entries(Object.groupBy(crashes, (crash) => crash)).map(
      ([crash, same]) => `${same?.length} processes crashed: ${crash}`,
    ),
  ]
}

async function runClients(plan: Plan, recorder: Recorder, options: RunOptions): Promise<boolean> {
  const until = performance.now() + (options.longestMs ?? LONGEST_MS)
  const clients = Array.from({ length: plan.clients }, (_, number) =>
    runClient({ ...options, plan, recorder, number }, () => performance.now() > until),
  )
  await Promise.all(clients)
  recorder.end()
  return recorder.acked() >= plan.appends
}

async function createSessions(plan: Plan, target: Target): Promise<void> {
  const random = plan.random.fork('create')
  for (const session of [...plan.hot, ...plan.own]) {
    const created = await settle(random, (attempt) => target.createSession(attempt, session))
    if (created.kind !== 'ack') throw new Error(`A session could not be created: ${created.code}.`)
  }
}

/** When all is quiet, the whole list of every session, as one more client. */
async function readEverything(plan: Plan, target: Target, recorder: Recorder): Promise<void> {
  const random = plan.random.fork('final reads')
  for (const { userId, sessionId } of [...plan.hot, ...plan.own])
    for (let after = -1, more = true; more; after += 200) {
      const input = { userId, sessionId, after, limit: 200 }
      const outcome = await settle(random, (attempt) =>
        recorder.list(plan.clients, input, () => target.list(attempt, input)),
      )
      if (outcome.kind !== 'ack') throw new Error(`A session could not be read at the end: ${outcome.code}.`)
      more = outcome.value.messageCount > after + 201
    }
}
