import type { Random } from '../../random/random.ts'

/** Where a connection is cut: after so many events, or so many milliseconds, whichever comes first. */
export interface Cut {
  events: number
  ms?: number
  /** The reader stays away until then. */
  awayUntil?: Promise<unknown>
  /** Instead of a cut: the reader reads nothing from the network until then, and then what there is. */
  pausedUntil?: Promise<unknown>
}

/** Gives the cut of each next connection. */
export type Cuts = () => Cut

/** After every k-th event. */
export function everyKth(k: number): Cuts {
  return () => ({ events: k })
}

const MOST_EVENTS = 40
const MOST_MS = 40

/** Half of them after some events, half after some time, which also falls between a request and its first event. */
export function atRandom(random: Random): Cuts {
  return () =>
    random.chance(0.5)
      ? { events: random.between(1, MOST_EVENTS) }
      : { events: Number.POSITIVE_INFINITY, ms: random.between(0, MOST_MS) }
}

/** Once after k events, for as long as `until` takes; then after every single one. */
export function awayAfter(k: number, until: Promise<unknown>): Cuts {
  let away = false
  return () => {
    if (away) return { events: 1 }
    away = true
    return { events: k, awayUntil: until }
  }
}

/** Reads nothing after k events, for as long as `until` takes; afterwards without a cut. */
export function pausedAfter(k: number, until: Promise<unknown>): Cuts {
  let paused = false
  return () => {
    if (paused) return { events: Number.POSITIVE_INFINITY }
    paused = true
    return { events: k, pausedUntil: until }
  }
}
