import type { Stage } from '../stage/open-stage.ts'
import { until } from '../stage/until.ts'
import type { Verdict } from '../verdict.ts'
import { askAnswers, type PlannedAnswer, planAnswers, readRows } from './ask-answers.ts'
import type { Cuts } from './cuts.ts'
import { readWatch, type WatchReading } from './read-watch.ts'
import { type CutsPlan, cutsOf } from './run-sync-cuts.ts'

/**
 * The same with `stream.watch`, which resumes by `offset`: while the answers are written, and once more when they are
 * rows. Each reader is also cut once exactly between the last delta and the end.
 */
export async function runWatchCuts(stage: Stage, plan: CutsPlan): Promise<Verdict> {
  const planned = await planAnswers(stage, plan.random.fork('answers'), plan)
  const deadline = AbortSignal.timeout(plan.deadlineMs)
  const rows = Promise.withResolvers<void>()
  await askAnswers(stage, planned)
  const live = readAll({ stage, plan, planned, deadline }, 'live', rows.promise)
  await until('the rows', plan.deadlineMs, async () => {
    const ids = planned.map(({ streamId }) => streamId)
    return (await readRows(stage, ids)).size === planned.length
  })
  rows.resolve()
  const readings = [
    ...(await live),
    ...(await readAll({ stage, plan, planned, deadline }, 'row', rows.promise)),
  ]
  const sum = (of: (reading: WatchReading) => number) => readings.reduce((total, each) => total + of(each), 0)
  return {
    violations: readings.flatMap(({ violations }) => violations),
    counts: {
      readers: readings.length,
      answers: planned.length,
      connections: sum((each) => each.connections),
      cuts: sum((each) => each.cuts),
      'cut between the last delta and the end': sum((each) => each.cutAtEnd),
      'ended by the server': sum((each) => each.endings.length),
    },
    figures: [],
  }
}

interface Scene {
  stage: Stage
  plan: CutsPlan
  planned: readonly PlannedAnswer[]
  deadline: AbortSignal
}

/** Each kind of reader, of one answer each. */
function readAll(scene: Scene, when: string, rows: Promise<void>): Promise<WatchReading[]> {
  const { plan, planned } = scene
  const readers = Object.entries(cutsOf(plan, rows)).map(([name, cuts], place) => {
    const answer = planned[place % planned.length]
    return answer ? [read(scene, answer, { name: `${when} watch ${name}`, cuts })] : []
  })
  return Promise.all(readers.flat())
}

function read(
  { stage, plan, deadline }: Scene,
  { streamId, content }: PlannedAnswer,
  { name, cuts }: { name: string; cuts: Cuts },
): Promise<WatchReading> {
  return readWatch({
    name,
    cuts,
    random: plan.random.fork(name),
    deadline,
    urls: [stage.servers.at(0).url, stage.servers.at(1).url],
    streamId,
    length: content.length,
  })
}
