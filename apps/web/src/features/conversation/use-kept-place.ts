import { type RefObject, useCallback, useMemo, useRef } from 'react'
import { firstBelow } from './first-below.ts'

interface Place {
  element: Element
  messageIndex: number
  /** Pixels between the log's beginning and the row. */
  top: number
}

export interface KeptPlace {
  /** The reader has moved: what he sees now is what is kept. */
  note: () => void
  /** Moves the log by as much as the row in view has been moved by what appeared or went above it. */
  restore: () => void
}

/**
 * Keeps what the reader sees where it is when rows above it come, go or change their height. Places are measured from the log's
 * beginning, not from the window's edge: so a scroll that is under way is not undone.
 */
export function useKeptPlace(
  scrollerRef: RefObject<HTMLElement | null>,
  contentRef: RefObject<HTMLElement | null>,
): KeptPlace {
  const kept = useRef<Place | null>(null)

  const note = useCallback(() => {
    if (!scrollerRef.current || !contentRef.current) return
    const rows = contentRef.current.querySelectorAll('[data-row]')
    const element = firstBelow(rows, scrollerRef.current.getBoundingClientRect().top)
    kept.current = element && placeOf(element, contentRef.current)
  }, [scrollerRef, contentRef])

  const restore = useCallback(() => {
    const place = kept.current
    if (!place || !scrollerRef.current || !contentRef.current) return
    const element = place.element.isConnected
      ? place.element
      : nextRow(contentRef.current, place.messageIndex)
    if (!element) return
    const now = placeOf(element, contentRef.current)
    const moved = now.top - place.top
    kept.current = now
    // Less than that is rounding.
    if (Math.abs(moved) >= 0.5) scrollerRef.current.scrollTop += moved
  }, [scrollerRef, contentRef])

  return useMemo(() => ({ note, restore }), [note, restore])
}

function placeOf(element: Element, content: Element): Place {
  return {
    element,
    messageIndex: Number(element.getAttribute('data-message-index') || Infinity),
    top: element.getBoundingClientRect().top - content.getBoundingClientRect().top,
  }
}

/** Where the row itself is gone, as when another line is shown: the first row behind its place. */
function nextRow(content: Element, messageIndex: number): Element | null {
  const rows = [...content.querySelectorAll('[data-row][data-message-index]')]
  return (
    rows.find((row) => Number(row.getAttribute('data-message-index') || Infinity) >= messageIndex) ?? null
  )
}
