import type { Anomaly } from '../anomaly.ts'
import type { IndexedHistory } from './index-history.ts'

/** Acked rows at another index than the message count their append expected. */
export function findMisplaced({ acks }: IndexedHistory): Anomaly[] {
  return acks
    .filter(({ input, row }) => (input.expectedMessageCount ?? row.messageIndex) !== row.messageIndex)
    .map(({ input, row }) => ({
      kind: 'misplaced',
      sessionId: row.sessionId,
      facts: { id: row.id, messageIndex: row.messageIndex, expected: input.expectedMessageCount },
    }))
}
