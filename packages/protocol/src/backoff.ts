const FIRST_MS = 400
const LONGEST_MS = 8_000

/** Milliseconds before try `attempt` + 1: doubling, bounded, with jitter so that many do not knock together. */
export function backoffMs(attempt: number, random: () => number = Math.random): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, attempt - 1))
  return Math.round(full * (0.75 + random() * 0.5))
}
