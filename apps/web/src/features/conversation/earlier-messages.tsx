import { useEffect, useRef } from 'react'
import type { Earlier } from './use-earlier.ts'

/** Loads older messages when it comes into view; pressed, too. */
export function EarlierMessages({ earlier }: { earlier: Earlier }) {
  const button = useRef<HTMLButtonElement>(null)
  const { load, loading, failed } = earlier
  useEffect(() => {
    if (!button.current || failed) return
    const watcher = new IntersectionObserver(([entry]) => entry?.isIntersecting && load())
    watcher.observe(button.current)
    return () => watcher.disconnect()
  }, [load, failed])
  return (
    <button ref={button} type="button" onClick={load} disabled={loading} className="text-button mx-auto mb-6">
      {loading ? 'Loading…' : 'Earlier messages'}
    </button>
  )
}
