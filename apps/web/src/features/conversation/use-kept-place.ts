import { type RefObject, useCallback, useMemo, useRef } from 'react'

interface Place {
  element: Element
  top: number
}

/** Keeps what the reader sees where it is when rows appear above it. */
export function useKeptPlace(scrollerRef: RefObject<HTMLElement | null>) {
  const kept = useRef<Place | null>(null)

  const remember = useCallback(() => {
    const view = scrollerRef.current?.getBoundingClientRect()
    const rows = scrollerRef.current?.querySelectorAll('[data-row]') ?? []
    const element = [...rows].find((row) => row.getBoundingClientRect().bottom > (view?.top ?? 0))
    kept.current = element ? { element, top: element.getBoundingClientRect().top } : null
  }, [scrollerRef])

  const restore = useCallback(() => {
    const place = kept.current
    if (!place?.element.isConnected || !scrollerRef.current) return
    const moved = place.element.getBoundingClientRect().top - place.top
    if (moved === 0) return
    scrollerRef.current.scrollTop += moved
    kept.current = null
  }, [scrollerRef])

  return useMemo(() => ({ remember, restore }), [remember, restore])
}
