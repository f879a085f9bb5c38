import type { Arrival } from './tab.ts'

/**
 * How long after a tab of the server that writes an answer each tab of another server had the same text: a value in
 * ms for each delta of the one and each of the others. Where the one tab had a text first, that is its time.
 */
export function lagsOf(
  arrivals: readonly Arrival[],
  ownerOf: (streamId: string) => number | undefined,
): number[] {
  const byStream = Map.groupBy(arrivals, ({ streamId }) => streamId)
  return [...byStream].flatMap(([streamId, ofStream]) => {
    const owner = ownerOf(streamId)
    if (owner === undefined) return []
    const own = firstByEnd(ofStream.filter(({ server }) => server === owner))
    const others = ofStream.filter(({ server }) => server !== undefined && server !== owner)
    const byTab = Map.groupBy(others, ({ tab }) => tab)
    return [...byTab.values()].flatMap((ofTab) => lagsOfTab(own, ofTab))
  })
}

/**
 * The same at the server that writes: how long after its first tab the last one had each text, in ms. What the machine
 * itself takes, to hold the lags against.
 */
export function ownLagsOf(
  arrivals: readonly Arrival[],
  ownerOf: (streamId: string) => number | undefined,
): number[] {
  const own = arrivals.filter(({ server, streamId }) => server !== undefined && server === ownerOf(streamId))
  const sameText = Map.groupBy(own, ({ streamId, end }) => `${streamId} ${end}`)
  return [...sameText.values()].map((same) => {
    const times = same.map(({ at }) => at)
    return Math.max(...times) - Math.min(...times)
  })
}

function firstByEnd(arrivals: readonly Arrival[]): Map<number, number> {
  const first = new Map<number, number>()
  for (const { end, at } of arrivals) first.set(end, Math.min(at, first.get(end) ?? at))
  return first
}

function lagsOfTab(own: ReadonlyMap<number, number>, ofTab: readonly Arrival[]): number[] {
  return [...own].flatMap(([end, at]) => {
    const same = ofTab.find((arrival) => arrival.end >= end)
    return same ? [same.at - at] : []
  })
}
