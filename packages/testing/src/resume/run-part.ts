import { createRandom, type Random } from '../random/random.ts'
import { type CutsPlan, runSyncCuts } from './cuts/run-sync-cuts.ts'
import { runWatchCuts } from './cuts/run-watch-cuts.ts'
import type { Options, PartName } from './parse-options.ts'
import { runServers } from './servers/run-servers.ts'
import { runStops } from './servers/run-stops.ts'
import { runSlow } from './slow/run-slow.ts'
import type { Stage } from './stage/open-stage.ts'
import { joinVerdicts, type Verdict } from './verdict.ts'

type Run = (stage: Stage, random: Random, options: Options) => Promise<Verdict>

const RUNS: Record<PartName, Run> = {
  cuts: (stage, random, options) => runRounds(stage, random, { options, run: runSyncCuts }),
  watches: (stage, random, options) =>
    runRounds(stage, random, { options: { ...options, cuts: 0 }, run: runWatchCuts }),
  servers: (stage, random, { tabs }) =>
    runServers(stage, { random, tabs, sessions: 6, messages: 3, deltas: 150, paceMs: 25, kills: [0, 1] }),
  stops: runStops,
  slow: (stage, random) =>
    runSlow(stage, { random, readers: 16, thorough: true, sessions: 5, answers: 3, deadlineMs: 90_000 }),
}

/** Carries out one part of what a seed plans; what breaks it off is a violation too. */
export async function runPart(
  stage: Stage,
  part: PartName,
  seed: number,
  options: Options,
): Promise<Verdict> {
  try {
    return await RUNS[part](stage, createRandom(`${part} ${seed}`), options)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return { violations: [`${part} broke off: ${why}`], counts: {}, figures: [] }
  }
}

const READERS_A_ROUND = 8
const DEADLINE_MS = 40_000

/** Rounds until each k had its reader and as many cuts were made at random as asked for; every third has long answers. */
async function runRounds(
  stage: Stage,
  random: Random,
  { options, run }: { options: Options; run: (stage: Stage, plan: CutsPlan) => Promise<Verdict> },
): Promise<Verdict> {
  const verdicts: Verdict[] = []
  const cutsAtRandom = () => joinVerdicts(verdicts).counts['cuts at random'] ?? 0
  for (
    let k = 1;
    k <= options.everyKth || cutsAtRandom() < options.cuts / options.seeds.length;
    k += READERS_A_ROUND
  ) {
    const count = Math.max(0, Math.min(READERS_A_ROUND, options.everyKth + 1 - k))
    const verdict = await run(stage, {
      random: random.fork(k),
      sessions: 2,
      answers: 2,
      deltas: 400,
      words: verdicts.length % 3 === 2 ? 60 : 1,
      everyKth: Array.from({ length: count }, (_, place) => k + place),
      atRandom: READERS_A_ROUND,
      awayAfter: [3, 40],
      deadlineMs: DEADLINE_MS,
    })
    verdicts.push(verdict)
    if (verdict.violations.length > 0) break
  }
  return joinVerdicts(verdicts)
}
