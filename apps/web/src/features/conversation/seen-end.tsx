import { useEffect, useRef } from 'react'
import { newestPage } from '../../lib/message-cache.ts'
import { isInView } from '../../lib/returns.ts'
import { useServices } from '../../lib/services.ts'

/** Stands at the log's end. While it is in view, in a page that is, all rows are read; `items` change with the rows. */
export function SeenEnd({ sessionId, items }: { sessionId: string; items: unknown }) {
  const { utils, readMarks } = useServices()
  const end = useRef<HTMLDivElement>(null)
  const isSeen = useRef(false)
  useEffect(() => {
    const see = () => {
      const count = utils.message.list.getData(newestPage(sessionId))?.messageCount ?? 0
      if (isSeen.current && isInView() && count > 0) readMarks.seen(sessionId, count - 1)
    }
    const watcher = new IntersectionObserver(([entry]) => {
      isSeen.current = entry?.isIntersecting ?? false
      see()
    })
    if (end.current) watcher.observe(end.current)
    document.addEventListener('visibilitychange', see)
    return () => {
      watcher.disconnect()
      document.removeEventListener('visibilitychange', see)
    }
  }, [items, readMarks, sessionId, utils])
  return <div ref={end} className="-mt-px h-px" aria-hidden />
}
