import type { Message } from '@duck/protocol'
import type { Anomaly } from '../anomaly.ts'
import type { AppendCall } from '../history.ts'
import { firstBy, type IndexedHistory } from './index-history.ts'

/** Rows that nobody wrote: phantoms, and those whose text is not what was written. */
export function findUnexpectedRows({ appendsById, finalRows, acks, reads }: IndexedHistory): Anomaly[] {
  const read = reads.flatMap(({ list }) => list.messages)
  const rows = [...finalRows, ...acks.map(({ row }) => row), ...read]
  const different = firstBy(rows, (row) => `${row.id} ${row.sessionId} ${row.content}`)
  return [
    ...different.flatMap((row) => judge(row, appendsById.get(row.id) ?? [])),
    ...acks.flatMap(({ input, row }) => (input.content === row.content ? [] : [altered(row, input.content)])),
  ]
}

function judge(row: Message, calls: readonly AppendCall[]): Anomaly[] {
  const here = calls.filter(({ input }) => input.sessionId === row.sessionId)
  if (here.length === 0) return [phantom(row, 'never sent')]
  const written = here.filter(({ input }) => input.content === row.content)
  if (written.length === 0) return [altered(row, here[0]?.input.content ?? '')]
  if (written.every(({ outcome }) => outcome.kind === 'refused')) return [phantom(row, 'refused')]
  return written.some(isRuledOut) ? [phantom(row, 'too late for the message count it expected')] : []
}

// The count only grows: once it is beyond the expected one, and no row answered the retry, none may come.
function isRuledOut({ input, outcome }: AppendCall): boolean {
  if (outcome.kind !== 'refused' || outcome.actualMessageCount === undefined) return false
  return outcome.actualMessageCount > (input.expectedMessageCount ?? Number.POSITIVE_INFINITY)
}

function phantom({ id, sessionId, messageIndex }: Message, why: string): Anomaly {
  return { kind: 'phantom', sessionId, facts: { id, messageIndex, why } }
}

function altered({ id, sessionId, content }: Message, written: string): Anomaly {
  const differs = Array.from(content, (_, unit) => unit).find((unit) => content[unit] !== written[unit])
  return {
    kind: 'altered-text',
    sessionId,
    facts: { id, differsAt: differs ?? content.length, length: content.length, written: written.length },
  }
}
