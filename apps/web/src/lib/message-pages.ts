import { type Message, unionByIndex } from '@duck/protocol'
import { type QueryClient, QueryObserver } from '@tanstack/react-query'
import { getQueryKey } from '@trpc/react-query'
import { PAGE_ROWS } from './message-cache.ts'
import { trpc, type Utils } from './trpc.ts'

/** How long rows that are scrolled out of sight are kept: long enough for a reader who turns round. */
export const PAGE_KEPT_MS = 30_000

/** An input of `message.list` for rows that never change: the last `limit` ones below `before`. */
export interface PagePart {
  sessionId: string
  before: number
  limit: number
}

/** The cache that pages are fetched into. */
export interface PageCache {
  utils: Utils
  queryClient: QueryClient
}

/** Page `n` of a session holds the rows from index 100 n on, 100 of them once it is full. */
export function pageOf(messageIndex: number): number {
  return Math.floor(Math.max(0, messageIndex) / PAGE_ROWS)
}

export function isFull(page: number, messageCount: number): boolean {
  return (page + 1) * PAGE_ROWS <= messageCount
}

/**
 * What is asked for to get a full page, as far as that is known: the whole of it, and where the answer was cut off because the
 * messages are huge, what is missing below, and so on.
 */
export function partsOf(
  sessionId: string,
  page: number,
  rowsOf: (part: PagePart) => readonly Message[] | undefined,
): PagePart[] {
  const start = page * PAGE_ROWS
  const parts: PagePart[] = []
  let before = start + PAGE_ROWS
  while (before > start) {
    const part = { sessionId, before, limit: before - start }
    parts.push(part)
    const lowest = rowsOf(part)?.[0]?.messageIndex
    if (lowest === undefined || lowest >= before) break
    before = lowest
  }
  return parts
}

/** The rows of a full page that were fetched as that, ascending. */
export function fetchedRows(utils: Utils, sessionId: string, page: number): Message[] {
  const rowsOf = (part: PagePart) => utils.message.list.getData(part)?.messages
  return partsOf(sessionId, page, rowsOf)
    .flatMap((part) => rowsOf(part) ?? [])
    .sort((a, b) => a.messageIndex - b.messageIndex)
}

/** Fetches what is missing of a full page. The whole of it is kept for as long from now as if it had just been fetched. */
export async function fetchPage(
  { utils, queryClient }: PageCache,
  sessionId: string,
  page: number,
): Promise<void> {
  let before = Infinity
  for (const part of partsOf(sessionId, page, (known) => utils.message.list.getData(known)?.messages))
    if (utils.message.list.getData(part)) keepLonger(queryClient, part)
  for (;;) {
    const part = partsOf(sessionId, page, (known) => utils.message.list.getData(known)?.messages).at(-1)
    // Every answer has a row at least, so the last part is another one each time until there is none left.
    if (!part || part.before >= before || utils.message.list.getData(part)) return
    before = part.before
    await utils.message.list.fetch(part, { staleTime: Infinity, gcTime: PAGE_KEPT_MS })
  }
}

/** An entry is dropped so long after it was last followed, however soon it is going to be shown. */
function keepLonger(queryClient: QueryClient, part: PagePart): void {
  const queryKey = getQueryKey(trpc.message.list, part, 'query')
  const unfollow = new QueryObserver(queryClient, {
    queryKey,
    enabled: false,
    gcTime: PAGE_KEPT_MS,
  }).subscribe(() => {})
  unfollow()
}

/** What is known of one page: its own rows and those of the newest page's entry. */
export function knownRows(
  utils: Utils,
  sessionId: string,
  page: number,
  newest: readonly Message[],
): Message[] {
  const own = fetchedRows(utils, sessionId, page)
  // The entry's rows come last: they were there first, and what is shown keeps its identity.
  return unionByIndex(
    own,
    newest.filter(({ messageIndex }) => pageOf(messageIndex) === page),
  )
}
