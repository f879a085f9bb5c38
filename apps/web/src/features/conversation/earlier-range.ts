import type { Message } from '@duck/protocol'
import { PAGE_ROWS } from '../../lib/message-cache.ts'

export interface EarlierRange {
  before: number
  limit: number
}

type Indexed = Pick<Message, 'messageIndex'>

/** The lowest index from which on every row up to the newest is loaded; 0 when all are. */
export function lowestLoaded(rows: readonly Indexed[]): number {
  let low = rows.at(-1)?.messageIndex ?? 0
  for (const { messageIndex } of rows.toReversed()) {
    if (messageIndex < low - 1) break
    low = messageIndex
  }
  return low
}

/**
 * The rows to fetch next, ending below or in what is loaded. Ranges are aligned to whole pages where a whole page
 * exists, so that every reader of a session asks for the same, unchanging ones. Null: all is loaded.
 */
export function earlierRange(rows: readonly Indexed[], messageCount: number): EarlierRange | null {
  const low = lowestLoaded(rows)
  if (low <= 0) return null
  const start = Math.floor((low - 1) / PAGE_ROWS) * PAGE_ROWS
  const end = start + PAGE_ROWS
  return end <= messageCount ? { before: end, limit: PAGE_ROWS } : { before: low, limit: low - start }
}

/** The same rows less those that are loaded: for when a page of huge messages came back short. */
export function restOfRange(rows: readonly Indexed[]): EarlierRange | null {
  return earlierRange(rows, 0)
}
