import { type RefObject, useCallback, useEffect, useMemo } from 'react'
import { type Store, useStore } from '../../lib/store.ts'
import { useLatest } from '../../lib/use-latest.ts'
import { watchScrolls } from './scroll-watch.ts'
import type { KeptPlace } from './use-kept-place.ts'

const NEAR_PX = 48
/** A browser rounds, and lets a log swing back from beyond its end. */
const AT_END_PX = 1
const KEYS_UP: ReadonlySet<string> = new Set(['PageUp', 'Home', 'ArrowUp'])

interface FollowEndInput {
  scrollerRef: RefObject<HTMLDivElement | null>
  contentRef: RefObject<HTMLDivElement | null>
  /** What the reader sees, for when he is not at the end. */
  place: KeptPlace
  following: Store<boolean>
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
 * keeps what the reader sees in its place.
 */
export function useFollowEnd({ scrollerRef, contentRef, place, following, live }: FollowEndInput): FollowEnd {
  const isLiveRef = useLatest(live)
  const atEnd = useStore(following)

  const look = useCallback(() => {
    const view = scrollerRef.current
    if (view)
      following.set(isLiveRef.current && view.scrollHeight - view.scrollTop - view.clientHeight <= NEAR_PX)
  }, [following, isLiveRef, scrollerRef])
  const toEnd = useCallback(
    (behavior: ScrollBehavior = 'instant') => {
      following.set(true)
      scrollerRef.current?.scrollTo({ top: scrollerRef.current.scrollHeight, behavior })
    },
    [following, scrollerRef],
  )

  useEffect(() => {
    const view = scrollerRef.current
    if (!view || !contentRef.current) return
    const scrolls = watchScrolls(view, contentRef.current, () => {
      if (following.get()) stayAtEnd()
    })
    const onScroll = () => {
      const up = scrolls.movedUp()
      if (up === 'by browser' && following.get()) return stayAtEnd()
      const { scrollTop, scrollHeight, clientHeight } = view
      const below = scrollHeight - scrollTop - clientHeight
      // A slow finger is near the end for many frames: were it taken back at each, it could not leave while an answer grows.
      if (isLiveRef.current && below <= (up ? AT_END_PX : NEAR_PX)) following.set(true)
      else if (up) following.set(false)
      if (!following.get()) place.note()
    }
    const leave = () => {
      if (!following.get() || view.scrollTop === 0) return
      following.set(false)
      place.note()
    }
    const onWheel = ({ deltaY }: WheelEvent) => {
      if (deltaY < 0) leave()
    }
    const onKey = ({ key, shiftKey, target }: KeyboardEvent) => {
      // With nothing in focus a browser scrolls what was last clicked.
      const here = target === document.body || (target instanceof Node && view.contains(target))
      const leadsUp = KEYS_UP.has(key) || (key === ' ' && shiftKey)
      if (here && leadsUp) leave()
    }
    const stayAtEnd = () => {
      view.scrollTop = view.scrollHeight
      scrolls.note()
    }
    const onResize = () => {
      if (!following.get()) place.restore()
      else if (!scrolls.isHeld()) return stayAtEnd()
      scrolls.note()
    }
    const watcher = new ResizeObserver(onResize)
    watcher.observe(contentRef.current)
    watcher.observe(view)
    view.addEventListener('scroll', onScroll, { passive: true })
    view.addEventListener('wheel', onWheel, { passive: true })
    document.addEventListener('keydown', onKey)
    return () => {
      scrolls.stop()
      watcher.disconnect()
      view.removeEventListener('scroll', onScroll)
      view.removeEventListener('wheel', onWheel)
      document.removeEventListener('keydown', onKey)
    }
  }, [contentRef, following, isLiveRef, place, scrollerRef])

  return useMemo(() => ({ atEnd, toEnd, look }), [atEnd, toEnd, look])
}
