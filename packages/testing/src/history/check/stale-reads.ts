import type { Anomaly } from '../anomaly.ts'
import type { IndexedHistory } from './index-history.ts'
import { knownBefore, watermarks } from './watermark.ts'

/** Reads that lack what had been acked, or shown by another read, before they began. */
export function findStaleReads(history: IndexedHistory): Anomaly[] {
  const reads = history.reads.map((read) => ({ ...read, sessionId: read.input.sessionId }))
  return knownBefore(reads, watermarks(history))
    .filter(({ item, known }) => item.list.messageCount < known.count)
    .map(({ item, known }) => ({
      kind: 'stale-read',
      sessionId: item.sessionId,
      facts: {
        client: item.client,
        invokedAt: item.invokedAt,
        messageCount: item.list.messageCount,
        known: known.count,
        knownAt: known.at,
        by: known.by,
      },
    }))
}
