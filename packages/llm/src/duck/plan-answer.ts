import type { ChatTurn } from '../port.ts'
import { commandOf, FAILING_TEXT, SLOW_ANSWER_MS, SLOW_TEXT } from './commands.ts'
import { composeAnswer } from './compose-answer.ts'
import { wordPieces } from './pieces.ts'

/** An answer the duck is going to give. */
export interface AnswerPlan {
  text: string
  /** Milliseconds before each piece. */
  pieceMs: number
  /** Whether it fails after the text, as asked for. */
  breaksOff: boolean
}

/** About 50 pieces a second. */
const PIECE_MS = 20

/** What to answer to the turns: the same turns, the same answer. A last assistant turn is continued. */
export function planAnswer(turns: readonly ChatTurn[]): AnswerPlan {
  const last = turns.at(-1)
  if (last?.role !== 'assistant') return planReply(turns)
  const plan = planReply(turns.slice(0, -1))
  return { ...plan, text: restOf(plan.text, last.content) ?? composeAnswer(turns) }
}

function planReply(turns: readonly ChatTurn[]): AnswerPlan {
  const asked = turns.findLast((turn) => turn.role === 'user')?.content ?? ''
  const command = commandOf(asked)
  if (command === 'slow')
    return { text: SLOW_TEXT, pieceMs: SLOW_ANSWER_MS / wordPieces(SLOW_TEXT).length, breaksOff: false }
  if (command === 'fail') return { text: FAILING_TEXT, pieceMs: PIECE_MS, breaksOff: true }
  return { text: composeAnswer(turns), pieceMs: PIECE_MS, breaksOff: false }
}

function restOf(whole: string, start: string): string | null {
  return whole.length > start.length && whole.startsWith(start) ? whole.slice(start.length) : null
}
