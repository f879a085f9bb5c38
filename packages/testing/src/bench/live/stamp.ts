// A clock that all processes of a machine share, so that one can tell how long ago another wrote something.
const NS_PER_TICK = 100_000n
const TICKS_PER_MS = 10
const RADIX = 36
const DIGITS = 5
const CYCLE = RADIX ** DIGITS

/** UTF-16 code units of a stamp: a delta of one stamp is as long as a model's word. */
export const STAMP_UNITS = DIGITS + 1

/** The moment, in ticks of 0.1 ms of a cycle of 1.7 hours. */
export function stampNow(): number {
  return Number((process.hrtime.bigint() / NS_PER_TICK) % BigInt(CYCLE))
}

/** A word of six code units that says the moment, for a delta's text. */
export function stampText(ticks: number): string {
  return `${ticks.toString(RADIX).padStart(DIGITS, '0')} `
}

/** Milliseconds from the stamp at `at` in `text` to `now`. */
export function stampAge(text: string, at: number, now: number): number {
  const then = Number.parseInt(text.slice(at, at + DIGITS), RADIX)
  return ((now - then + CYCLE) % CYCLE) / TICKS_PER_MS
}
