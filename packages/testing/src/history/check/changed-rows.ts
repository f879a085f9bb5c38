import { isDeepStrictEqual } from 'node:util'
import type { Message } from '@duck/protocol'
import type { Anomaly } from '../anomaly.ts'
import { firstBy, type IndexedHistory } from './index-history.ts'

interface Sighting {
  row: Message
  seen: 'ack' | 'read'
  at: number
}

/** Rows of which two sightings (ack, read, final) differ. A read's indexes are the prefix check's business. */
export function findChangedRows({ acks, reads, finalById }: IndexedHistory): Anomaly[] {
  const sightings: Sighting[] = [
    ...acks.map(({ row, completedAt: at }) => ({ row, seen: 'ack' as const, at })),
    ...reads.flatMap(({ list, completedAt: at }) =>
      list.messages.map((row) => ({ row, seen: 'read' as const, at })),
    ),
  ]
  const references = new Map(finalById)
  for (const { row } of sightings) if (!references.has(row.id)) references.set(row.id, row)
  const changed = sightings.flatMap((sighting) => changesOf(references.get(sighting.row.id), sighting))
  return firstBy(changed, ({ facts: { id, fields } }) => JSON.stringify([id, fields]))
}

function changesOf(reference: Message | undefined, { row, seen, at }: Sighting): Anomaly[] {
  if (!reference || reference === row) return []
  const fields = differingFields(reference, row).filter(
    (field) => seen !== 'read' || field !== 'messageIndex',
  )
  if (fields.length === 0) return []
  const facts = { id: row.id, fields, seen, at, messageIndex: row.messageIndex }
  return [{ kind: 'changed-row', sessionId: row.sessionId, facts }]
}

function differingFields(a: Message, b: Message): (keyof Message)[] {
  // Object.keys gives strings; the rows have the fields of a Message and no others.
  const fields = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<keyof Message>
  return [...fields].filter((field) => a[field] !== b[field] && !isDeepStrictEqual(a[field], b[field]))
}
