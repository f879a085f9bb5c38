import type { Anomaly } from '../anomaly.ts'
import type { IndexedHistory, Read } from './index-history.ts'

/** Reads that show at some index another row than the final list, so that they are no prefix of it. */
export function findBrokenPrefixes({ reads, finalBySession }: IndexedHistory): Anomaly[] {
  return reads.flatMap((read) => {
    const final = finalBySession.get(read.input.sessionId) ?? []
    const at = new Map(final.map((row) => [row.messageIndex, row.id]))
    return brokenAt(read, at)
  })
}

function brokenAt({ list, input, client, completedAt }: Read, final: Map<number, string>): Anomaly[] {
  const wrong = list.messages.find((row) => final.get(row.messageIndex) !== row.id)
  const facts = { client, completedAt, messageCount: list.messageCount }
  if (wrong) {
    const { messageIndex, id } = wrong
    const inFinal = final.get(messageIndex) ?? null
    return [
      {
        kind: 'not-a-prefix',
        sessionId: input.sessionId,
        facts: { ...facts, messageIndex, read: id, final: inFinal },
      },
    ]
  }
  if (list.messageCount <= final.size) return []
  return [{ kind: 'not-a-prefix', sessionId: input.sessionId, facts: { ...facts, finalCount: final.size } }]
}
