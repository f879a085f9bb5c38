import type { Message } from '@duck/protocol'
import type { Anomaly } from '../anomaly.ts'
import type { IndexedHistory, Read } from './index-history.ts'

/** Messages that do not follow the row before them, or the parent they were given; reads with another head. */
export function findForks({ finalBySession, appendsById, reads }: IndexedHistory): Anomaly[] {
  const rows = [...finalBySession.values()].flatMap((session) =>
    session.flatMap((row, place) => {
      const given = appendsById.get(row.id)?.[0]?.input.parentId
      const expected = given === undefined ? (session[place - 1]?.id ?? null) : given
      return row.parentId === expected ? [] : [forked(row, expected)]
    }),
  )
  return [...rows, ...reads.flatMap(wrongHead)]
}

function forked({ id, sessionId, messageIndex, parentId }: Message, expected: string | null): Anomaly {
  return { kind: 'fork', sessionId, facts: { id, messageIndex, parentId, expected } }
}

// Every row of a client becomes the head when it is appended.
function wrongHead({ list, input, completedAt }: Read): Anomaly[] {
  const last = list.messages.at(-1)
  if (!last || last.messageIndex !== list.messageCount - 1 || last.id === list.headId) return []
  return [
    {
      kind: 'fork',
      sessionId: input.sessionId,
      facts: { completedAt, headId: list.headId, expected: last.id },
    },
  ]
}
