import { useEffect } from 'react'
import { PAGE_ROWS } from '../../../lib/message-cache.ts'
import {
  fetchedRows,
  fetchPage,
  isFull,
  PAGE_KEPT_MS,
  type PageCache,
  partsOf,
} from '../../../lib/message-pages.ts'
import { trpc } from '../../../lib/trpc.ts'
import { knownOf } from './known-of.ts'
import type { ReadingWindow } from './reading-window.ts'
import { trimNewest } from './trim-newest.ts'
import { usePageCache } from './use-page-cache.ts'

/**
 * Holds the window's pages in the cache, fetches what a break left out of them, and keeps the newest page's entry as short as
 * the window allows, however many rows come in.
 */
export function useKeptPages(sessionId: string, window: ReadingWindow | null, list: unknown): void {
  const cache = usePageCache()
  const { utils } = cache
  const rowsOf = (part: Parameters<typeof utils.message.list.getData>[0]) =>
    utils.message.list.getData(part)?.messages
  const parts = (window?.pages ?? []).flatMap((page) => partsOf(sessionId, page, rowsOf))
  // They are fetched by hand, before they are shown; here they are followed, and kept as long as they are.
  trpc.useQueries((t) =>
    parts.map((part) => t.message.list(part, { enabled: false, staleTime: Infinity, gcTime: PAGE_KEPT_MS })),
  )
  useEffect(() => {
    if (!window) return
    for (const page of window.pages) keepPage(cache, sessionId, window, page)
    trimNewest(utils, sessionId, window.pages)
  }, [cache, utils, sessionId, window, list])
}

/** A full page gets an entry of its own, from the rows that are known or from the server. */
function keepPage(cache: PageCache, sessionId: string, window: ReadingWindow, page: number): void {
  const { utils } = cache
  const known = knownOf(utils, sessionId)
  const { messageCount, headId } = known
  if (!isFull(page, messageCount) || fetchedRows(utils, sessionId, page).length === PAGE_ROWS) return
  const messages = [...known.rowsOf(page)]
  const [whole] = partsOf(sessionId, page, () => undefined)
  if (messages.length === PAGE_ROWS && whole)
    utils.message.list.setData(whole, { messages, messageCount, headId })
  // What is missing at the early side of a window is fetched when the reader comes there.
  else if (!window.live || page !== window.pages[0]) fetchPage(cache, sessionId, page).catch(() => undefined)
}
