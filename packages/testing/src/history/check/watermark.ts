import type { IndexedHistory } from './index-history.ts'

/** From `at` on everybody knows that the session has `count` messages. */
export interface Watermark {
  sessionId: string
  at: number
  count: number
  by: string
}

/** Every moment at which a client learned of a count: acks of appends, and reads. */
export function watermarks({ acks, reads }: IndexedHistory): Watermark[] {
  return [
    ...acks.map(({ row, completedAt }) => ({
      sessionId: row.sessionId,
      at: completedAt,
      count: row.messageIndex + 1,
      by: `ack of ${row.id}`,
    })),
    ...reads.map(({ list, input, completedAt }) => ({
      sessionId: input.sessionId,
      at: completedAt,
      count: list.messageCount,
      by: 'read',
    })),
  ]
}

interface Later {
  sessionId: string
  invokedAt: number
}

/** Pairs each of `later` with the highest count that was known in its session before it began, if any. */
export function knownBefore<Item extends Later>(
  later: readonly Item[],
  marks: readonly Watermark[],
): { item: Item; known: Watermark }[] {
  const marksOf = Map.groupBy(
    marks.toSorted((a, b) => a.at - b.at),
    (mark) => mark.sessionId,
  )
  const laterOf = Map.groupBy(
    later.toSorted((a, b) => a.invokedAt - b.invokedAt),
    (item) => item.sessionId,
  )
  return [...laterOf].flatMap(([sessionId, items]) => sweep(items, marksOf.get(sessionId) ?? []))
}

function sweep<Item extends Later>(items: readonly Item[], marks: readonly Watermark[]) {
  const pairs: { item: Item; known: Watermark }[] = []
  let highest: Watermark | undefined
  let next = 0
  for (const item of items) {
    for (let mark = marks[next]; mark && mark.at < item.invokedAt; mark = marks[++next])
      if (mark.count > (highest?.count ?? 0)) highest = mark
    if (highest) pairs.push({ item, known: highest })
  }
  return pairs
}
