import type { MessageList } from './message.ts'

/** What was heard of a session's log; without a count it is stale for certain. */
export interface Heard {
  messageCount?: number
  headId?: string | null
}

/** Two words about one log made one: certain staleness stays, else the higher count speaks, else the later word. */
export function hearMore(before: Heard | undefined, now: Heard): Heard {
  if (!before) return now
  if (before.messageCount === undefined || now.messageCount === undefined) return {}
  if (before.messageCount > now.messageCount) return before
  if (before.messageCount === now.messageCount && now.headId === undefined) return before
  return now
}

/** True when the list lacks something that was heard of. What was heard is a lower bound. */
export function isBehind(list: Pick<MessageList, 'messageCount' | 'headId'>, heard: Heard): boolean {
  if (heard.messageCount === undefined) return true
  if (heard.messageCount !== list.messageCount) return heard.messageCount > list.messageCount
  return heard.headId !== undefined && heard.headId !== list.headId
}
