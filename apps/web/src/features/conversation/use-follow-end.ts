import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react'

const NEAR_PX = 48

export interface FollowEnd {
  scroller: RefObject<HTMLDivElement | null>
  content: RefObject<HTMLDivElement | null>
  /** The end is in view, and stays in view while the log grows. */
  atEnd: boolean
  toEnd: (behavior?: ScrollBehavior) => void
}

/**
 * Keeps the end of a growing log in view until the reader scrolls up, and again once the reader is back there.
 * A scroll counts as the reader's only when the log kept its height: a browser moves by itself when it shrinks.
 */
export function useFollowEnd(): FollowEnd {
  const scroller = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const following = useRef(true)
  const last = useRef({ top: 0, height: 0 })
  const [atEnd, setAtEnd] = useState(true)

  const follow = useCallback((now: boolean) => {
    following.current = now
    setAtEnd(now)
  }, [])
  const toEnd = useCallback(
    (behavior: ScrollBehavior = 'instant') => {
      follow(true)
      scroller.current?.scrollTo({ top: scroller.current.scrollHeight, behavior })
    },
    [follow],
  )

  useEffect(() => {
    const view = scroller.current
    if (!view || !content.current) return
    const onScroll = () => {
      const { scrollTop: top, scrollHeight: height, clientHeight } = view
      const { top: lastTop, height: lastHeight } = last.current
      last.current = { top, height }
      if (height - top - clientHeight <= NEAR_PX) follow(true)
      else if (top < lastTop && height === lastHeight) follow(false)
    }
    const onWheel = ({ deltaY }: WheelEvent) => {
      if (deltaY < 0 && view.scrollTop > 0) follow(false)
    }
    const onResize = () => {
      if (following.current) view.scrollTop = view.scrollHeight
      last.current = { top: view.scrollTop, height: view.scrollHeight }
    }
    const watcher = new ResizeObserver(onResize)
    watcher.observe(content.current)
    watcher.observe(view)
    view.addEventListener('scroll', onScroll, { passive: true })
    view.addEventListener('wheel', onWheel, { passive: true })
    return () => {
      watcher.disconnect()
      view.removeEventListener('scroll', onScroll)
      view.removeEventListener('wheel', onWheel)
    }
  }, [follow])

  return useMemo(() => ({ scroller, content, atEnd, toEnd }), [atEnd, toEnd])
}
