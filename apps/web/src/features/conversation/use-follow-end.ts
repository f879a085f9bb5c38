import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useLatest } from '../../lib/use-latest.ts'
import type { Reader } from './reading/use-reading.ts'
import type { KeptPlace } from './use-kept-place.ts'

const NEAR_PX = 48
const KEYS_UP: ReadonlySet<string> = new Set(['PageUp', 'Home', 'ArrowUp'])

interface FollowEndInput {
  scroller: RefObject<HTMLDivElement | null>
  content: RefObject<HTMLDivElement | null>
  /** What the reader sees, for when he is not at the end. */
  place: KeptPlace
  reader: Reader
  /** The session's end is in the log. */
  live: boolean
}

export interface FollowEnd {
  /** The end is in view, and stays in view while the log grows. */
  atEnd: boolean
  toEnd: (behavior?: ScrollBehavior) => void
  /** Goes along with the log from now on if the end is in view, and only then. */
  look: () => void
}

/**
 * Keeps the end of a growing log in view until the reader scrolls up, and again once the reader is back there; elsewhere
 * keeps what the reader sees in its place. A scroll counts as the reader's only when the log did not get shorter: then a
 * browser moves by itself.
 */
export function useFollowEnd({ scroller, content, place, reader, live }: FollowEndInput): FollowEnd {
  const last = useRef({ top: 0, height: 0 })
  const isLive = useLatest(live)
  const [atEnd, setAtEnd] = useState(reader.atEnd)

  const follow = useCallback(
    (now: boolean) => {
      reader.atEnd = now
      setAtEnd(now)
    },
    [reader],
  )
  const look = useCallback(() => {
    const view = scroller.current
    if (view) follow(isLive.current && view.scrollHeight - view.scrollTop - view.clientHeight <= NEAR_PX)
  }, [follow, isLive, scroller])
  const toEnd = useCallback(
    (behavior: ScrollBehavior = 'instant') => {
      follow(true)
      scroller.current?.scrollTo({ top: scroller.current.scrollHeight, behavior })
    },
    [follow, scroller],
  )

  useEffect(() => {
    const view = scroller.current
    if (!view || !content.current) return
    const onScroll = () => {
      const { scrollTop: top, scrollHeight: height, clientHeight } = view
      const { top: lastTop, height: lastHeight } = last.current
      last.current = { top, height }
      if (isLive.current && height - top - clientHeight <= NEAR_PX) follow(true)
      else if (top < lastTop && height >= lastHeight) follow(false)
      if (!reader.atEnd) place.note()
    }
    const onWheel = ({ deltaY }: WheelEvent) => {
      if (deltaY < 0 && view.scrollTop > 0) follow(false)
    }
    const onKey = ({ key, shiftKey }: KeyboardEvent) => {
      if ((KEYS_UP.has(key) || (key === ' ' && shiftKey)) && view.scrollTop > 0) follow(false)
    }
    const onResize = () => {
      if (reader.atEnd) view.scrollTop = view.scrollHeight
      else place.restore()
      last.current = { top: view.scrollTop, height: view.scrollHeight }
    }
    const watcher = new ResizeObserver(onResize)
    watcher.observe(content.current)
    watcher.observe(view)
    view.addEventListener('scroll', onScroll, { passive: true })
    view.addEventListener('wheel', onWheel, { passive: true })
    view.addEventListener('keydown', onKey)
    return () => {
      watcher.disconnect()
      view.removeEventListener('scroll', onScroll)
      view.removeEventListener('wheel', onWheel)
      view.removeEventListener('keydown', onKey)
    }
  }, [content, follow, isLive, place, reader, scroller])

  return useMemo(() => ({ atEnd, toEnd, look }), [atEnd, toEnd, look])
}
