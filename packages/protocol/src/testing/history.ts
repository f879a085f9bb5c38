import { DuckError } from '../errors.ts'
import { type Command, toStep } from './commands.ts'
import { EMPTY_SESSION, type SessionModel, type Step, tryStep } from './session-model.ts'

export interface Move {
  before: SessionModel
  step: Step
  after: SessionModel
}

/** What the commands do to an empty session, step by step; a refused step changes nothing. */
export function historyOf(commands: readonly Command[]): { moves: Move[]; last: SessionModel } {
  const moves: Move[] = []
  const newId = counter()
  let last = EMPTY_SESSION
  for (const command of commands) {
    const step = toStep(last, command, newId)
    if (!step) continue
    const tried = tryStep(last, step)
    const after = tried instanceof DuckError ? last : tried
    moves.push({ before: last, step, after })
    last = after
  }
  return { moves, last }
}

/** Ids that are the same in each run of the same commands: `i0`, `i1` … */
function counter(): () => string {
  let next = 0
  return () => `i${next++}`
}
