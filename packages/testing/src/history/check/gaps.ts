import type { Anomaly } from '../anomaly.ts'
import type { IndexedHistory, Read } from './index-history.ts'
import { pageWindow } from './page-window.ts'

/** Indexes that are not 0…n−1: in the final state, and in what every read shows of it. */
export function findGaps({ finalBySession, reads }: IndexedHistory): Anomaly[] {
  const final = [...finalBySession].flatMap(([sessionId, rows]) => {
    const indexes = rows.map((row) => row.messageIndex)
    const at = indexes.findIndex((index, place) => index !== place)
    return at === -1 ? [] : [gap(sessionId, { where: 'final rows', place: at, messageIndex: indexes[at] })]
  })
  return [...final, ...reads.flatMap(gapsOfRead)]
}

function gapsOfRead(read: Read): Anomaly[] {
  const fault = faultOf(read)
  if (!fault) return []
  const { input, completedAt, list } = read
  const { before, after, around, limit } = input
  return [
    gap(input.sessionId, {
      where: `the read that completed at ${completedAt}`,
      fault,
      asked: { before, after, around, limit },
      messageCount: list.messageCount,
      indexes: [list.messages[0]?.messageIndex, list.messages.at(-1)?.messageIndex],
      rows: list.messages.length,
    }),
  ]
}

function faultOf({ input, list }: Read): string | undefined {
  const indexes = list.messages.map((row) => row.messageIndex)
  const first = indexes[0] ?? 0
  if (indexes.some((index, place) => index !== first + place)) return 'its indexes are not dense'
  if (first + indexes.length > list.messageCount) return 'its count is below the last index + 1'
  const window = pageWindow(input, list.messageCount)
  if (window)
    return holds(window.from, window.to, indexes) ? undefined : 'it does not hold what was asked for'
  const { around = 0 } = input
  return around >= list.messageCount || indexes.includes(around) ? undefined : 'it lacks its middle'
}

function holds(from: number, to: number, indexes: readonly number[]): boolean {
  return indexes.length === to - from && (indexes.length === 0 || indexes[0] === from)
}

function gap(sessionId: string, facts: Record<string, unknown>): Anomaly {
  return { kind: 'gap', sessionId, facts }
}
