import { activeLine } from './active-line.ts'
import type { Message } from './message.ts'

/** What an answer was asked for with: `head` is the answer to a send; `prompt` regenerate, retry or continue. */
export interface AskedAnswer {
  promptId: string
  follows: 'head' | 'prompt'
  /** The head when its stream was opened. */
  headAtOpen: string | null
}

export interface Place {
  parentId: string | null
  movesHead: boolean
}

/**
 * Where an answer goes when it becomes a row. The answer to a send follows the head while its prompt is the head or
 * above it; else it follows its prompt and leaves the head alone. Any other follows its prompt, and becomes the head
 * only if the head is still the one it was asked at. `messages` holds the whole active line.
 */
export function placeAnswer(
  messages: readonly Pick<Message, 'id' | 'parentId'>[],
  headId: string | null,
  { promptId, follows, headAtOpen }: AskedAnswer,
): Place {
  if (follows === 'prompt') return { parentId: promptId, movesHead: headId === headAtOpen }
  const onLine = activeLine(messages, headId).some(({ id }) => id === promptId)
  return { parentId: onLine ? headId : promptId, movesHead: onLine }
}
