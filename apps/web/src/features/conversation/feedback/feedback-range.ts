import type { Message } from '@duck/protocol'
import { PAGE_ROWS } from '../../../lib/message-cache.ts'
import { pageOf } from '../../../lib/message-pages.ts'

/** What is asked for to know the feedback of a message: that of its whole page, once for all who are on it. */
export function feedbackRange({ sessionId, messageIndex }: Pick<Message, 'sessionId' | 'messageIndex'>) {
  const first = pageOf(messageIndex) * PAGE_ROWS
  return { sessionId, first, last: first + PAGE_ROWS - 1 }
}
