import { useEffect, useMemo, useState } from 'react'

const BUDGET_MS = 8
const WOKEN_AT_ONCE = 8

const spare = { leftMs: BUDGET_MS, renewing: false }
const waiting = new Set<() => void>()

/**
 * What `make` gives; null until a task of the page has time for it, so that a text with a thousand formulas is no long task.
 * Give it memoised. Once made, it is made again at once for another `make`: what is shown already must not go back.
 */
export function useSpareTime<T>(make: (() => T) | null): T | null {
  const [granted, setGranted] = useState(() => make !== null && spare.leftMs > 0)
  const made = useMemo(() => (make && granted ? { value: timed(make) } : null), [make, granted])
  const isWaiting = make !== null && made === null
  useEffect(() => (isWaiting ? waitForTime(() => setGranted(true)) : undefined), [isWaiting])
  return made?.value ?? null
}

function timed<T>(make: () => T): T {
  const since = performance.now()
  try {
    return make()
  } finally {
    spare.leftMs -= performance.now() - since
    renew()
  }
}

function waitForTime(wake: () => void): () => void {
  waiting.add(wake)
  renew()
  return () => void waiting.delete(wake)
}

function renew(): void {
  if (spare.renewing) return
  spare.renewing = true
  setTimeout(() => {
    spare.leftMs = BUDGET_MS
    spare.renewing = false
    for (const wake of [...waiting].slice(0, WOKEN_AT_ONCE)) {
      waiting.delete(wake)
      wake()
    }
    if (waiting.size > 0) renew()
  })
}
