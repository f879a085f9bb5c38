import { setTimeout as delay } from 'node:timers/promises'
import type { Duck } from '../live/duck.ts'

/** How often one caller appends, and for how long. */
export interface Probe {
  everyMs: number
  ms: number
}

/** Milliseconds that each append over HTTP took, one after another, in a session that nobody shows. */
export async function probeAppends(duck: Duck, sessionId: string, { everyMs, ms }: Probe): Promise<number[]> {
  const waits: number[] = []
  const end = performance.now() + ms
  for (let began = performance.now(); began < end; began = performance.now()) {
    await duck.append(sessionId)
    const took = performance.now() - began
    waits.push(took)
    await delay(Math.max(0, everyMs - took))
  }
  return waits
}
