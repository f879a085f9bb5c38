import type { Message } from '@duck/protocol'

/**
 * The lowest index from which on every row is there up to the newest that the session counts; the count itself where that one
 * is missing. A row that was acked beyond the count does not make one.
 */
export function tailLow(rows: readonly Pick<Message, 'messageIndex'>[], messageCount: number): number {
  let low = messageCount
  for (const { messageIndex } of rows.toReversed()) {
    if (messageIndex >= messageCount) continue
    if (messageIndex < low - 1) break
    low = messageIndex
  }
  return low
}
