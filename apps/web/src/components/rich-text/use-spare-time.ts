import { type DependencyList, useEffect, useMemo, useReducer, useRef } from 'react'

const BUDGET_MS = 8
const WOKEN_AT_ONCE = 20

const spare = { leftMs: BUDGET_MS, renewing: false }
const waiting = new Set<() => void>()

/**
 * What `make` gives; null until a task of the page has time for it, so that a text with a thousand formulas is no long task.
 * Once made it is made again at once when `deps` change: what is shown already must not go back.
 */
export function useSpareTime<T>(make: (() => T) | null, deps: DependencyList): T | null {
  const [turn, wake] = useReducer((count: number) => count + 1, 0)
  const begun = useRef(false)
  const made = useMemo(() => {
    if (!make || !(begun.current || spare.leftMs > 0)) return null
    begun.current = true
    return { value: timed(make) }
  }, [make !== null, turn, ...deps])
  const isWaiting = make !== null && made === null
  // Each turn that found no time waits once more.
  useEffect(() => (isWaiting ? waitForTime(wake) : undefined), [isWaiting, turn])
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
    const woken = [...waiting].slice(0, WOKEN_AT_ONCE)
    for (const wake of woken) {
      waiting.delete(wake)
      wake()
    }
    if (waiting.size > 0) renew()
  })
}
