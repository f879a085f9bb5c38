import { uuidv7 } from '@duck/protocol'
import { makeDeltas, NEXT_PROMPT, PROMPT } from '../answer.ts'
import type { SessionView } from '../session-view.ts'
import type { Scenario } from './scenarios.ts'

/** An answer that is to be under way in an outage. */
export interface PlannedAnswer extends Pick<SessionView, 'prompt' | 'next' | 'answer'> {
  sessionId: string
  /** Which server is to write it. */
  server: number
  outlasts: boolean
  deltas: readonly string[]
}

/** Between two deltas. */
export const DELAY_MS = 500
// So that an answer is under way before the outage, and, where it is to be, after it.
const AROUND_S = 12

/** The answers of a scenario, each in a session of its own, as long as an outage of so many seconds asks for. */
export function planAnswers({ answers }: Scenario, seconds: number): PlannedAnswer[] {
  return answers.map(({ server, outlasts }, number) => {
    const takesS = outlasts ? seconds + AROUND_S : seconds / 2 + 2
    const deltas = makeDeltas(Math.ceil((takesS * 1000) / DELAY_MS))
    return {
      sessionId: uuidv7(),
      server,
      outlasts,
      deltas,
      prompt: { id: uuidv7(), streamId: uuidv7(), content: `${PROMPT} In chat ${number}.` },
      next: { id: uuidv7(), streamId: uuidv7(), content: NEXT_PROMPT },
      answer: deltas.join(''),
    }
  })
}
