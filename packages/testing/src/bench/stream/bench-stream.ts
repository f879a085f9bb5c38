import type { BenchPostgres } from '../bench-postgres.ts'
import type { Figure } from '../figure.ts'
import { type DelayCounts, quantile } from '../live/delays.ts'
import type { Pace } from '../live/pace.ts'
import { load } from '../machine.ts'
import { median } from '../median.ts'
import { runRounds } from '../rounds.ts'
import { type Held, hold } from './hold.ts'
import { openStage, type StreamStage } from './open-stage.ts'
import { type StepRounds, streamFigures } from './stream-figures.ts'

export interface StreamOptions {
  rounds: number
  /** Milliseconds that each answer is written. */
  ms: number
  /** Numbers of answers at once, rising; it ends with the first that cannot be held. */
  steps: readonly number[]
}

export const STEPS = [1, 10, 25, 50, 75, 100, 150, 200, 300]
export const SHORT_STEPS = [1, 3]

const PER_SECOND = 50
const IN_TIME_MS = 200
// More answers take longer, and it is the first step whose rounds are compared with the raw provider's.
const ROUNDS_OF_MANY = 3

/** Measures how many answers one server holds at once, and what it adds to the model's own delay. */
export async function benchStream(postgres: BenchPostgres, options: StreamOptions): Promise<Figure[]> {
  const before = load()
  await using stage = await openStage(postgres)
  const steps: StepRounds[] = []
  for (const answers of options.steps) {
    const step = await runStep(stage, answers, options)
    steps.push(step)
    if (!step.held) break
  }
  const loads = [before, load()] as const
  return streamFigures(steps).map((figure) => ({ ...figure, load: loads }))
}

async function runStep(
  stage: StreamStage,
  answers: number,
  { rounds, ms }: StreamOptions,
): Promise<StepRounds> {
  const pace: Pace = { perSecond: PER_SECOND, count: Math.ceil((PER_SECOND * ms) / 1000) }
  const group = String(answers)
  const sessionIds: string[] = []
  for (let n = 0; n < answers; n++) sessionIds.push(await stage.duck.newSession())
  await stage.tabs.connect(group, { wire: 'duck', url: stage.duck.socketUrl, sessionIds })
  const raw = async (): Promise<Held> => {
    const { delays } = await stage.raw.read(answers, pace)
    return { whole: true, delays, statementsPerSecond: 0 }
  }
  const ours = () => hold(stage, { group, sessionIds }, pace)
  const [duck = [], provider = []] = await runRounds(
    [ours, raw],
    answers === 1 ? rounds : Math.min(rounds, ROUNDS_OF_MANY),
  )
  await stage.tabs.leave(group)
  const p95Ms = median(duck.map(({ delays }) => p95(delays)))
  return { answers, duck, provider, held: duck.every(({ whole }) => whole) && p95Ms <= IN_TIME_MS }
}

function p95(delays: DelayCounts): number {
  return quantile(delays, 0.95)
}
