import { setTimeout as pause } from 'node:timers/promises'
import type { Random } from '../../random/random.ts'
import type { Outcome } from '../history.ts'

const GIVES_UP_AFTER_MS = 40_000
const LONGEST_PAUSE_MS = 200

/** Tries until the outcome is known, at most 40 s long; gives the last one. */
export async function settle<Value>(
  random: Random,
  attempt: (number: number) => Promise<Outcome<Value>>,
): Promise<Outcome<Value>> {
  const until = performance.now() + GIVES_UP_AFTER_MS
  for (let number = 0; ; number++) {
    const outcome = await attempt(number)
    if (outcome.kind !== 'unknown' || performance.now() > until) return outcome
    await pause(random.between(5, Math.min(LONGEST_PAUSE_MS, 20 * 2 ** number)))
  }
}
