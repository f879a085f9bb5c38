import { PAGE_ROWS } from '../../../lib/message-cache.ts'
import { pageOf } from '../../../lib/message-pages.ts'

/** The page of a message and the one that is nearer to it of the two beside; of a message that is not there, none. */
export function pagesAround(messageIndex: number, messageCount: number): number[] {
  if (messageIndex >= messageCount) return []
  const page = pageOf(messageIndex)
  const early = messageIndex % PAGE_ROWS < PAGE_ROWS / 2
  const pages = early ? [page - 1, page] : [page, page + 1]
  return pages.filter((one) => one >= 0 && one <= pageOf(messageCount - 1))
}
