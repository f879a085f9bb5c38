import type { ChatTurn } from '@duck/llm'

// Rough on purpose and on the safe side: real tokenizers differ by model.
const CHARS_PER_TOKEN = 3
const KEPT_FOR_ANSWER = 0.25

/**
 * The newest turns that fit into the model's window, oldest first; the last one, the prompt, always. Whole turns:
 * what is left begins with a user's message, so that no answer stands without its question.
 */
export function trimToWindow(turns: readonly ChatTurn[], contextWindow: number | null): ChatTurn[] {
  if (contextWindow === null) return [...turns]
  let room = contextWindow * (1 - KEPT_FOR_ANSWER) * CHARS_PER_TOKEN
  let from = turns.length - 1
  room -= turns.at(-1)?.content.length ?? 0
  while (from > 0) {
    room -= turns[from - 1]?.content.length ?? 0
    if (room < 0) break
    from--
  }
  while (from < turns.length - 1 && turns[from]?.role !== 'user') from++
  return turns.slice(Math.max(0, from))
}
