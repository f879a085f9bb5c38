import { percentile } from '../../bench/median.ts'
import type { Random } from '../../random/random.ts'
import type { Stage } from '../stage/open-stage.ts'
import { until } from '../stage/until.ts'
import type { Verdict } from '../verdict.ts'
import { type AnswerPlan, askAnswers, type PlannedAnswer, planAnswers, readRows } from './ask-answers.ts'
import { atRandom, awayAfter, type Cuts, everyKth } from './cuts.ts'
import { readSync, type SyncReading } from './read-sync.ts'
import { differenceOf } from './strict-text.ts'

const BACK_WITHIN_MS = 2000
const AT_RANDOM = 'cut at random'

export interface CutsPlan extends AnswerPlan {
  random: Random
  /** A reader each that is cut after every k-th event. */
  everyKth: readonly number[]
  /** Readers that are cut at random. */
  atRandom: number
  /** A reader each that stays away after so many events until all answers are rows. */
  awayAfter: readonly number[]
  /** A hang is given up after it. */
  deadlineMs: number
}

/**
 * Readers of several answers, asked for at both servers, are cut again and again and resume at either. None of them
 * may get a code unit twice or lose one, and what each has in the end is the row.
 */
export async function runSyncCuts(stage: Stage, plan: CutsPlan): Promise<Verdict> {
  const planned = await planAnswers(stage, plan.random.fork('answers'), plan)
  const deadline = AbortSignal.timeout(plan.deadlineMs)
  const rows = Promise.withResolvers<void>()
  const reading = Object.entries(cutsOf(plan, rows.promise)).map(([name, cuts]) =>
    read(stage, planned, { name, cuts, random: plan.random.fork(name), deadline }),
  )
  await askAnswers(stage, planned)
  await until('the rows', plan.deadlineMs, async () => (await rowsOf(stage, planned)).size === planned.length)
  rows.resolve()
  const readings = await Promise.all(reading)
  return verdictOf(readings, planned, await rowsOf(stage, planned))
}

/** The readers by their names. */
export function cutsOf(plan: CutsPlan, rows: Promise<void>): Record<string, Cuts> {
  const numbers = Array.from({ length: plan.atRandom }, (_, place) => place)
  return Object.fromEntries<Cuts>([
    ...plan.everyKth.map((k): [string, Cuts] => [`cut after every ${k}`, everyKth(k)]),
    ...numbers.map((place): [string, Cuts] => {
      const name = `${AT_RANDOM} ${place}`
      return [name, atRandom(plan.random.fork(`${name} cuts`))]
    }),
    ...plan.awayAfter.map((k): [string, Cuts] => [`away after ${k}`, awayAfter(k, rows)]),
  ])
}

function read(
  stage: Stage,
  planned: readonly PlannedAnswer[],
  options: Pick<Parameters<typeof readSync>[0], 'name' | 'cuts' | 'random' | 'deadline'>,
): Promise<SyncReading> {
  const streamIds = planned.map(({ streamId }) => streamId)
  return readSync({
    ...options,
    urls: [stage.servers.at(0).url, stage.servers.at(1).url],
    sessionIds: [...new Set(planned.map(({ sessionId }) => sessionId))],
    streamIds,
    listRows: async () => new Set((await readRows(stage, streamIds)).keys()),
  })
}

function rowsOf(stage: Stage, planned: readonly PlannedAnswer[]) {
  return readRows(
    stage,
    planned.map(({ streamId }) => streamId),
  )
}

function verdictOf(
  readings: readonly SyncReading[],
  planned: readonly PlannedAnswer[],
  rows: ReadonlyMap<string, string>,
): Verdict {
  const sum = (of: (reading: SyncReading) => number) => readings.reduce((total, each) => total + of(each), 0)
  const wrongRows = planned.flatMap(({ streamId, content }) =>
    sentence(
      `the row of ${streamId} is not what the model said`,
      differenceOf(rows.get(streamId) ?? '', content),
    ),
  )
  return {
    violations: [...readings.flatMap((each) => [...each.violations, ...compare(each, rows)]), ...wrongRows],
    counts: {
      readers: readings.length,
      answers: planned.length,
      connections: sum((each) => each.connections),
      cuts: sum((each) => each.cuts),
      'cuts at random': sum((each) => (each.name.startsWith(AT_RANDOM) ? each.cuts : 0)),
      'ended by the server': sum((each) => each.endings.length),
      'ready in spite of an id': sum((each) => each.readies),
      'answers read whole': sum((each) => each.texts.size),
    },
    figures: [
      {
        name: 'first event after coming back, p95',
        value: percentile(
          readings.flatMap(({ waits }) => waits),
          95,
        ),
        unit: 'ms',
        limit: BACK_WITHIN_MS,
      },
    ],
  }
}

/** A reader that stopped at a fault has no whole texts. */
function compare({ name, texts, violations }: SyncReading, rows: ReadonlyMap<string, string>): string[] {
  if (violations.length > 0) return []
  return [...texts].flatMap(([id, { text }]) =>
    sentence(`${name}: ${id} is not its row`, differenceOf(text, rows.get(id) ?? '')),
  )
}

function sentence(what: string, difference: string | null): string[] {
  return difference === null ? [] : [`${what}: ${difference}`]
}
