import type { Anomaly } from '../anomaly.ts'
import { firstBy, type IndexedHistory } from './index-history.ts'

/** Appends that were acked and are not in the database. */
export function findLostUpdates({ acks, finalById }: IndexedHistory): Anomaly[] {
  const lost = acks.filter(({ row }) => !finalById.has(row.id))
  return firstBy(lost, ({ row }) => row.id).map(({ client, completedAt, row }) => ({
    kind: 'lost-update',
    sessionId: row.sessionId,
    facts: { id: row.id, messageIndex: row.messageIndex, client, ackedAt: completedAt },
  }))
}
