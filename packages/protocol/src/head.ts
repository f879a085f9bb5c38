import type { Message } from './message.ts'

/** The line that a person chose, and the message count when it was chosen. */
export interface ChosenHead {
  headId: string
  headSetAtCount: number
}

/**
 * The leaf shown: the last message that moved the head, or the line a person chose since. A choice counts until a
 * message that was appended after it moves the head. Null in an empty session. In any order of `messages`.
 */
export function headOf(
  messages: readonly Pick<Message, 'id' | 'messageIndex' | 'movesHead'>[],
  chosen: ChosenHead | null = null,
): string | null {
  let headId: string | null = null
  let lastMove = -1
  for (const { id, messageIndex, movesHead } of messages)
    if (movesHead && messageIndex > lastMove) {
      headId = id
      lastMove = messageIndex
    }
  return chosen && lastMove < chosen.headSetAtCount ? chosen.headId : headId
}
