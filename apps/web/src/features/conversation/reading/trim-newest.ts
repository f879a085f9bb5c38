import { newestPage, PAGE_ROWS, writeList } from '../../../lib/message-cache.ts'
import { ackedRows, withoutRows } from '../../../lib/message-list.ts'
import { fetchedRows, pageOf } from '../../../lib/message-pages.ts'
import type { Utils } from '../../../lib/trpc.ts'

/** Rows that the newest page's entry may have too much before it is trimmed: not for each row anew. */
const SPARE_ROWS = 50

/**
 * Takes rows out of the newest page's entry, so that it stays as short however many come: those that are not among the last 100
 * to 200, unless they are shown and nothing else holds them.
 */
export function trimNewest(utils: Utils, sessionId: string, shownPages: readonly number[]): void {
  const list = utils.message.list.getData(newestPage(sessionId))
  if (!list) return
  const tail = pageOf(list.messageCount - PAGE_ROWS)
  const needed = new Set(shownPages.filter((page) => fetchedRows(utils, sessionId, page).length < PAGE_ROWS))
  const rows = ackedRows(list).filter(({ messageIndex }) => {
    const page = pageOf(messageIndex)
    return page < tail && !needed.has(page)
  })
  if (rows.length <= SPARE_ROWS) return
  const ids = new Set(rows.map(({ id }) => id))
  writeList(utils, sessionId, (now) => now && withoutRows(now, ids))
}
