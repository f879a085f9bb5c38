import { migrate } from '@duck/store'
import type { Legacy } from '../legacy.ts'
import { unfinish } from './finish.ts'
import type { MoveOptions } from './move-options.ts'
import { refuseUnadopted } from './refuse-unadopted.ts'
import type { Choice } from './sessions-of.ts'
import { type Outcomes, stepThrough } from './step-through.ts'

export const ROLL_BACK_OUTCOMES = ['rolled-back', 'already', 'busy'] as const
export type RollBackOutcome = (typeof ROLL_BACK_OUTCOMES)[number]

export interface RollBackOptions extends MoveOptions {
  choice: Choice
}

/**
 * Lets the arrays of sessions be what counts again, each after it was given the messages that it has not.
 *
 * @throws Error a sentence, where nothing was adopted.
 */
export async function rollBack(
  legacy: Legacy,
  { choice, ...options }: RollBackOptions,
): Promise<Outcomes<RollBackOutcome>> {
  const { sql, url } = legacy
  await refuseUnadopted(sql)
  await unfinish(sql)
  await migrate(url)
  return await stepThrough(legacy, {
    ...options,
    choice,
    outcomes: ROLL_BACK_OUTCOMES,
    step: async (id) => {
      const [row] = await sql<{ outcome: RollBackOutcome }[]>`select legacy_roll_back(${id}) as outcome`
      return row?.outcome ?? 'busy'
    },
  })
}
