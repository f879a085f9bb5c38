import type { Legacy } from '../legacy.ts'
import { finish } from './finish.ts'
import type { MoveOptions } from './move-options.ts'
import { refuseUnadopted } from './refuse-unadopted.ts'
import type { Choice } from './sessions-of.ts'
import { type Outcomes, stepThrough } from './step-through.ts'

export const CUT_OVER_OUTCOMES = ['moved', 'already', 'busy', 'waiting', 'differs'] as const
export type CutOverOutcome = (typeof CUT_OVER_OUTCOMES)[number]

export interface CutOverOptions extends MoveOptions {
  choice: Choice
  /** `reads`: rows are trusted, the array is still written. `rows`: an old app that writes it is refused. */
  to: 'reads' | 'rows'
}

export interface CutOver {
  sessions: Outcomes<CutOverOutcome>
  /** Whether every session is cut over now, and row level security holds for everybody. */
  finished: boolean
}

/**
 * Lets the rows of sessions be what counts, each after it was absorbed and proved in the same transaction.
 *
 * @throws Error a sentence, where nothing was adopted.
 */
export async function cutOver(legacy: Legacy, { choice, to, ...options }: CutOverOptions): Promise<CutOver> {
  const { sql } = legacy
  await refuseUnadopted(sql)
  const sessions = await stepThrough(legacy, {
    ...options,
    choice,
    outcomes: CUT_OVER_OUTCOMES,
    step: async (id) => {
      const [row] = await sql<{ outcome: CutOverOutcome }[]>`select legacy_cut_over(${id}, ${to}) as outcome`
      return row?.outcome ?? 'busy'
    },
  })
  return { sessions, finished: to === 'rows' && !options.signal?.aborted && (await finish(sql)) }
}
