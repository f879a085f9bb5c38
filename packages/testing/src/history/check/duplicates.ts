import type { Message } from '@duck/protocol'
import type { Anomaly } from '../anomaly.ts'
import { contentToken } from '../content-token.ts'
import type { IndexedHistory } from './index-history.ts'

/** One id, or one content token, in two final rows, or one id twice in a read. */
export function findDuplicates({ finalRows, reads }: IndexedHistory): Anomaly[] {
  return [
    ...repeated(finalRows, (row) => row.id, 'final rows'),
    ...repeated(firstOfEachId(finalRows), (row) => contentToken(row.content), 'content tokens'),
    ...reads.flatMap(({ list, completedAt }) =>
      repeated(list.messages, (row) => row.id, `the read that completed at ${completedAt}`),
    ),
  ]
}

function firstOfEachId(rows: readonly Message[]): Message[] {
  return [...new Map(rows.map((row) => [row.id, row])).values()]
}

function repeated(rows: readonly Message[], keyOf: (row: Message) => string, where: string): Anomaly[] {
  const groups = [...Map.groupBy(rows, keyOf)].filter(([, same]) => same.length > 1)
  return groups.map(([key, same]) => ({
    kind: 'duplicate',
    sessionId: same[0]?.sessionId ?? '',
    facts: { where, key, ids: same.map((row) => row.id), indexes: same.map((row) => row.messageIndex) },
  }))
}
