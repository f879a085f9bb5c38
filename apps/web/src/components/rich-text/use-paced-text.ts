import { useEffect, useLayoutEffect, useRef, useState } from 'react'

const CHEAP_MS = 8
const SHARE = 3
const LONGEST_MS = 600

/**
 * A growing text, passed on as often as rendering it leaves room for: when one rendering took long, the next
 * waits three times as long. The last text always comes through.
 */
export function usePacedText(text: string, streaming: boolean): string {
  const [shown, setShown] = useState(text)
  const pace = useRef({ startedAt: 0, readyAt: 0 })

  useEffect(() => {
    if (!streaming || text === shown) return
    const pass = () => {
      pace.current.startedAt = performance.now()
      setShown(text)
    }
    const timer = setTimeout(pass, Math.max(0, pace.current.readyAt - performance.now()))
    return () => clearTimeout(timer)
  }, [text, shown, streaming])

  useLayoutEffect(() => {
    const now = performance.now()
    const cost = now - pace.current.startedAt
    pace.current.readyAt = cost < CHEAP_MS ? now : now + Math.min(LONGEST_MS, cost * SHARE)
  }, [shown])

  return streaming ? shown : text
}
