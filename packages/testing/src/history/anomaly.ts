/** In which way a history breaks a promise of the log. */
export const ANOMALY_KINDS = [
  /** Acked, and not there. */
  'lost-update',
  /** One id, or one content token, in two rows. */
  'duplicate',
  /** A row that nobody asked for, or whose append was refused. */
  'phantom',
  /** Indexes other than 0…n−1, or a count that is not the last index + 1. */
  'gap',
  /** Two sightings of one row differ. */
  'changed-row',
  /** A read shows another row at an index than the final list. */
  'not-a-prefix',
  /** A read lacks a row that was acked or read before it began. */
  'stale-read',
  /** ack(a) came before b was sent, yet index(a) > index(b). */
  'broken-order',
  /** A text that is not the one written. */
  'altered-text',
  /** A message without a given parent that does not follow the row before it. */
  'fork',
  /** A row at another index than its append expected. */
  'misplaced',
] as const
export type AnomalyKind = (typeof ANOMALY_KINDS)[number]

export interface Anomaly {
  kind: AnomalyKind
  sessionId: string
  facts: Record<string, unknown>
}

export function formatAnomaly({ kind, sessionId, facts }: Anomaly): string {
  return `${kind} in ${sessionId}: ${JSON.stringify(facts)}`
}
