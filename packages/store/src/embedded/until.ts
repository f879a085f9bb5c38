import { setTimeout as pause } from 'node:timers/promises'

interface UntilOptions {
  /** Milliseconds after which it gives up. */
  within: number
  /** Milliseconds between two looks; 20 unless told. */
  every?: number
  signal?: AbortSignal | undefined
}

/** Looks until `look` gives something other than undefined, and returns that; undefined when the time is up. Throws the signal's reason. */
export async function until<Found>(
  look: () => Found | undefined | Promise<Found | undefined>,
  { within, every = 20, signal }: UntilOptions,
): Promise<Found | undefined> {
  const deadline = performance.now() + within
  for (;;) {
    signal?.throwIfAborted()
    const found = await look()
    if (found !== undefined || performance.now() >= deadline) return found
    await pause(every)
  }
}
