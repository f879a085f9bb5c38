import { newestPage, PAGE_ROWS, writeList } from '../../../lib/message-cache.ts'
import { withEarlierRows } from '../../../lib/message-list.ts'
import { fetchPage, isFull, type PageCache } from '../../../lib/message-pages.ts'
import { knownOf } from './known-of.ts'

/** Fetches what is missing of a page. */
export async function fetchRows(cache: PageCache, sessionId: string, page: number): Promise<void> {
  const { utils } = cache
  if (isFull(page, knownOf(utils, sessionId).messageCount)) return fetchPage(cache, sessionId, page)
  // The newest page's entry has the rows of a page that still grows, unless they are huge and its answer was cut off.
  for (;;) {
    const before = knownOf(utils, sessionId).tailLow
    const limit = before - page * PAGE_ROWS
    if (limit <= 0 || limit > PAGE_ROWS) return
    const fetched = await utils.message.list.fetch({ sessionId, before, limit }, { gcTime: 0 })
    writeList(utils, sessionId, (list) => list && withEarlierRows(list, fetched))
    if (knownOf(utils, sessionId).tailLow >= before || !utils.message.list.getData(newestPage(sessionId)))
      return
  }
}
