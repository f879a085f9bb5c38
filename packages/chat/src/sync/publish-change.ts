import type { Base } from '../context.ts'

export interface Change {
  sessionId: string
  messageCount: number
  headId: string | null
}

/** After the commit of a row: tells the user's tabs, and notes the activity for the order of their session list. */
export function publishChange(chat: Base, userId: string, change: Change): void {
  chat.feed.publish(userId, { type: 'session-changed', ...change })
  chat.activity.note(userId, change.sessionId)
}
