import { createHash } from 'node:crypto'
import type { MessageList } from '@duck/protocol'
import type { MessageListInput } from '@duck/protocol/schemas'

/** What to ask for next: the way a reader with `after` goes, towards the end, else towards the start; null at its end. */
export function nextPage(
  { after, limit }: MessageListInput,
  { messages, messageCount }: MessageList,
): { after?: number; before?: number; limit: number | undefined } | null {
  const first = messages[0]
  const last = messages.at(-1)
  if (!first || !last) return null
  if (after !== undefined)
    return last.messageIndex + 1 < messageCount ? { after: last.messageIndex, limit } : null
  return first.messageIndex > 0 ? { before: first.messageIndex, limit } : null
}

/** Rows never change, so which rows they are, the count, the head and the feedback say all that is on a page. */
export function etagOf({ messages, messageCount, headId, feedback }: MessageList): string {
  const what = [messageCount, headId, messages.length, messages[0]?.id, messages.at(-1)?.id, feedback]
  return `W/"${createHash('sha256').update(JSON.stringify(what)).digest('base64url').slice(0, 22)}"`
}
