import { useEffect, useRef } from 'react'
import type { Loading } from './reading/use-loading.ts'

/** So far ahead of the reader the next page is fetched. */
const AHEAD_PX = 2_000

interface PageEdgeProps {
  edge: Loading
  label: string
  className: string
}

/** Loads the next page when the reader comes near it; pressed, too. */
export function PageEdge({ edge: { load, loading, failed }, label, className }: PageEdgeProps) {
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (!button.current || failed || loading) return
    const root = button.current.closest('.log-scroll')
    const watcher = new IntersectionObserver(([entry]) => entry?.isIntersecting && load(), {
      root,
      rootMargin: `${AHEAD_PX}px 0px`,
    })
    watcher.observe(button.current)
    return () => watcher.disconnect()
  }, [load, loading, failed])
  const words = failed ? `${label}: try again` : loading ? 'Loading…' : label
  return (
    <button
      ref={button}
      type="button"
      onClick={load}
      disabled={loading}
      className={`text-button mx-auto ${className}`}
    >
      {words}
    </button>
  )
}
