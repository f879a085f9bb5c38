import { setTimeout as delay } from 'node:timers/promises'

/** How fast and how many. */
export interface Pace {
  perSecond: number
  count: number
}

/** Emits number n at n / perSecond seconds from now on, without drift: what was late is made up for at once. */
export async function pace(
  { perSecond, count }: Pace,
  emit: () => void,
  signal?: AbortSignal,
): Promise<void> {
  const msEach = 1000 / perSecond
  const began = performance.now()
  for (let emitted = 0; emitted < count; ) {
    while (emitted < count && performance.now() - began >= emitted * msEach) {
      emit()
      emitted++
    }
    const waitMs = began + emitted * msEach - performance.now()
    if (emitted < count) await delay(Math.max(1, waitMs), undefined, signal ? { signal } : {})
  }
}
