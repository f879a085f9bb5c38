import { createHash } from 'node:crypto'
import type { MessageList } from '@duck/protocol'
import type { MessageListInput } from '@duck/protocol/schemas'

/** Where the page after this one is: the way a reader with `after` goes, towards the end, else towards the start. */
export function nextPage(query: MessageListInput, { messages, messageCount }: MessageList): string | null {
  const first = messages[0]
  const last = messages.at(-1)
  if (!first || !last) return null
  const path = `/api/sessions/${query.sessionId}/messages`
  const limit = query.limit === undefined ? '' : `&limit=${query.limit}`
  if (query.after !== undefined)
    return last.messageIndex + 1 < messageCount ? `${path}?after=${last.messageIndex}${limit}` : null
  return first.messageIndex > 0 ? `${path}?before=${first.messageIndex}${limit}` : null
}

/** Rows never change, so which rows they are, the count and the head say all that is on a page. */
export function etagOf({ messages, messageCount, headId }: MessageList): string {
  const what = [messageCount, headId, messages.length, messages[0]?.id, messages.at(-1)?.id]
  return `W/"${createHash('sha256').update(what.join(' ')).digest('base64url').slice(0, 22)}"`
}

/** Whether `If-None-Match` names the tag: weakly compared, any of a list, or `*` (RFC 9110 §13.1.2). */
export function isKnown(etag: string, ifNoneMatch: string | undefined): boolean {
  const opaque = (tag: string) => tag.trim().replace(/^W\//, '')
  const known = ifNoneMatch?.split(',').map(opaque) ?? []
  return known.includes('*') || known.includes(opaque(etag))
}
