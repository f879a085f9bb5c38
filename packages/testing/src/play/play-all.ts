import type { Difference } from './checks.ts'
import type { View } from './compare-shown.ts'
import type { TurnIds } from './expected-rows.ts'
import type { Conversation } from './read-conversations.ts'

/** A conversation that was played to its end. */
export interface Played {
  conversation: Conversation
  sessionId: string
  ids: TurnIds[]
  /** The answers as they were heard while they were written. */
  heard: string[]
  /** What the tab showed in which it was typed. */
  views: View[]
}

export interface Outcome {
  played: Played[]
  /** Those that did not come to their end, and why. */
  failures: Difference[]
}

const MOST_FAILURES = 3

/** Plays one conversation, and adds each turn's ids to `ids` when its answer is there. */
export type PlayOne = (
  conversation: Conversation,
  ids: TurnIds[],
) => Promise<Omit<Played, 'conversation' | 'ids'>>

/** Plays conversations in order, some at once; gives up the rest when the third one fails. */
export async function playAll(
  conversations: readonly Conversation[],
  atOnce: number,
  playOne: PlayOne,
): Promise<Outcome> {
  const outcome: Outcome = { played: [], failures: [] }
  const waiting = conversations.values()
  const work = async () => {
    for (const conversation of waiting) {
      if (outcome.failures.length >= MOST_FAILURES) return
      await record(outcome, conversation, playOne)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  const left = conversations.length - outcome.played.length - outcome.failures.length
  if (left > 0)
    outcome.failures.push({ session: null, index: null, what: `${left} conversations more were not tried` })
  return outcome
}

async function record(outcome: Outcome, conversation: Conversation, playOne: PlayOne): Promise<void> {
  const ids: TurnIds[] = []
  try {
    outcome.played.push({ ...(await playOne(conversation, ids)), conversation, ids })
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    outcome.failures.push(failureOf(conversation, 2 * ids.length, why))
  }
}

function failureOf({ id }: Conversation, index: number, why: string): Difference {
  return { session: id, index, what: `not played to its end: ${why}` }
}
