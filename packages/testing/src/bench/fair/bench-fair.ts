import { must } from '@duck/protocol'
import type { BenchPostgres } from '../bench-postgres.ts'
import type { Figure } from '../figure.ts'
import { load } from '../machine.ts'
import { runRounds } from '../rounds.ts'
import { type FairRound, fairFigures } from './fair-figures.ts'
import { FLOODS, type FloodName } from './flood-protocol.ts'
import { type FairStage, openStage } from './open-stage.ts'

export interface FairOptions {
  rounds: number
  /** Milliseconds of each flood, and of quiet. */
  ms: number
  /** What the flooding user has to search through. */
  messages: number
}

const ALL = 'all'

/** Measures how long one user waits while another floods, beside when nobody does. */
export async function benchFair(postgres: BenchPostgres, options: FairOptions): Promise<Figure[]> {
  const before = load()
  await using stage = await openStage(postgres, options.messages)
  const kinds: [name: string, floods: readonly FloodName[]][] = [
    ['quiet', []],
    ...FLOODS.map((name): [string, FloodName[]] => [name, [name]]),
    [ALL, FLOODS],
  ]
  const [quiet, ...flooded] = await runRounds(
    kinds.map(
      ([, floods]) =>
        () =>
          runSlice(stage, floods, options.ms),
    ),
    options.rounds,
  )
  const loads = [before, load()] as const
  return kinds.slice(1).flatMap(([name], place) => {
    const rounds = must(flooded[place], 'the rounds of a flood')
    return fairFigures(name, rounds, quiet ?? []).map((figure) => ({ ...figure, load: loads }))
  })
}

async function runSlice(stage: FairStage, floods: readonly FloodName[], ms: number): Promise<FairRound> {
  await stage.start(floods)
  const waits = await stage.chatter.chat(ms)
  const counts = await stage.stop()
  return { waits, counts, ms }
}
