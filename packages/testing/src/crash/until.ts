import { setTimeout as pause } from 'node:timers/promises'

const LOOK_EVERY_MS = 25

/** Looks until there is a value, at most `ms` long; undefined when there was none. */
export async function until<Value>(
  ms: number,
  look: () => Promise<Value | undefined> | Value | undefined,
): Promise<Value | undefined> {
  const giveUpAt = performance.now() + ms
  for (;;) {
    const value = await look()
    if (value !== undefined || performance.now() > giveUpAt) return value
    await pause(LOOK_EVERY_MS)
  }
}
