import type postgres from 'postgres'
import { pause } from './pause.ts'
import { readStrain } from './strain.ts'
import type { Throttle } from './throttle.ts'

/** Rests after a slice as long as its throttle says, which asks nobody where it never does. */
export async function rest(
  sql: postgres.ISql,
  throttle: Throttle,
  tookMs: number,
  signal?: AbortSignal,
): Promise<void> {
  if (throttle.rests) await pause(throttle.after(tookMs, await readStrain(sql)), signal)
}
