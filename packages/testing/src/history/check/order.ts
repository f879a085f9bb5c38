import type { Anomaly } from '../anomaly.ts'
import type { IndexedHistory } from './index-history.ts'
import { knownBefore, watermarks } from './watermark.ts'

/** Rows below one that was known before they were first sent. */
export function findBrokenOrder(history: IndexedHistory): Anomaly[] {
  const acked = new Map(history.acks.map(({ row }) => [row.id, row]))
  const rows = [...history.appendsById].flatMap(([id, calls]) => {
    const row = history.finalById.get(id) ?? acked.get(id)
    const invoked = calls
      .filter(({ input }) => input.sessionId === row?.sessionId)
      .map((call) => call.invokedAt)
    return row && invoked.length > 0 ? [{ ...row, invokedAt: Math.min(...invoked) }] : []
  })
  return knownBefore(rows, watermarks(history))
    .filter(({ item, known }) => item.messageIndex < known.count)
    .map(({ item, known }) => ({
      kind: 'broken-order',
      sessionId: item.sessionId,
      facts: {
        id: item.id,
        messageIndex: item.messageIndex,
        invokedAt: item.invokedAt,
        known: known.count,
        knownAt: known.at,
        by: known.by,
      },
    }))
}
