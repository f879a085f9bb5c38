import { setTimeout as pause } from 'node:timers/promises'

const LOOK_MS = 25

/** Looks again and again until what it finds is there; throws an Error naming it once the time is over. */
export async function until<Found>(
  what: string,
  ms: number,
  look: () => Promise<Found | false> | Found | false,
): Promise<Found> {
  const giveUpAt = performance.now() + ms
  for (;;) {
    const found = await look()
    if (found !== false) return found
    if (performance.now() > giveUpAt) throw new Error(`${what} did not come in ${ms} ms`)
    await pause(LOOK_MS)
  }
}
