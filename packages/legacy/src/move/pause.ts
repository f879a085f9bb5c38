import { setTimeout } from 'node:timers/promises'

/** Waits, unless it is told to end. */
export async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  if (ms <= 0 || signal?.aborted) return
  await setTimeout(ms, undefined, signal ? { signal } : {}).catch(() => {})
}
