import type { Message } from './message.ts'

/**
 * The path from the first message to the head, ascending, as far as `messages` holds it: a page cut off at
 * the old end gives the line's younger part. Unknown or null head: an empty line.
 */
export function activeLine<Row extends Pick<Message, 'id' | 'parentId'>>(
  messages: readonly Row[],
  headId: string | null,
): Row[] {
  const byId = new Map(messages.map((message) => [message.id, message]))
  const line: Row[] = []
  let next = headId
  while (next !== null) {
    const message = byId.get(next)
    if (!message) break
    byId.delete(next)
    line.push(message)
    next = message.parentId
  }
  return line.reverse()
}
