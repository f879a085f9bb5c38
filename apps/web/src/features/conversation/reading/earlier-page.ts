import { isAbsent } from '@duck/protocol'
import { type PageCache, pageOf } from '../../../lib/message-pages.ts'
import type { Utils } from '../../../lib/trpc.ts'
import { fetchRows } from './fetch-rows.ts'
import { knownOf } from './known-of.ts'
import { lineIn, type ReadingWindow } from './reading-window.ts'

/**
 * Fetches the page on which the line goes on above the window, and gives its number. Mostly it is the next one up; after another
 * line was begun further up, what lies between is passed over. Null: the line begins here.
 */
export async function earlierPage(
  cache: PageCache,
  sessionId: string,
  window: ReadingWindow,
): Promise<number | null> {
  const { utils } = cache
  const known = knownOf(utils, sessionId)
  const [top] = lineIn(window, known)
  const wanted = top ? top.parentId : window.live ? known.headId : window.end
  if (wanted === null || top?.messageIndex === 0) return null
  const next = pageOf((top?.messageIndex ?? known.messageCount) - 1)
  if (await holds(cache, sessionId, next, wanted)) return next
  const index = await indexOf(utils, sessionId, wanted)
  if (index === null || (top && index >= top.messageIndex)) return null
  return (await holds(cache, sessionId, pageOf(index), wanted)) ? pageOf(index) : null
}

/** Fetches the page and tells whether the row is on it. */
async function holds(cache: PageCache, sessionId: string, page: number, id: string): Promise<boolean> {
  await fetchRows(cache, sessionId, page)
  return knownOf(cache.utils, sessionId)
    .rowsOf(page)
    .some((row) => row.id === id)
}

/** Null where there is no such message: rows that no call could have made may follow one that is nowhere. */
async function indexOf(utils: Utils, sessionId: string, messageId: string): Promise<number | null> {
  try {
    const row = await utils.message.get.fetch({ messageId })
    return row.sessionId === sessionId ? row.messageIndex : null
  } catch (error) {
    if (isAbsent(error)) return null
    throw error
  }
}
