import { useEffect, useMemo, useState } from 'react'
import { useInView } from '../../lib/use-in-view.ts'
import { useHeardCounts } from '../../lib/use-live.ts'
import { unread } from './unread.ts'
import { useSessions } from './use-sessions.ts'

/** Who reads a chat elsewhere needs a moment to say so: a mark that comes and goes would be no news. */
const NEWS_AFTER_MS = 1_200

/** The unread sessions among those loaded. The one that is shown in view is not one of them: it is being read. */
export function useUnread(currentId: string | null): ReadonlySet<string> {
  const { sessions, loading } = useSessions()
  const heard = useHeardCounts()
  const inView = useInView()
  const now = useMemo(
    () => [...unread(sessions, heard)].filter((id) => !inView || id !== currentId).join(' '),
    [currentId, heard, inView, sessions],
  )
  // Null until they are known: what is unread by then is told at once.
  const [settled, setSettled] = useState<string | null>(null)
  useEffect(() => {
    if (loading) return
    const timer = setTimeout(() => setSettled(now), settled === null ? 0 : NEWS_AFTER_MS)
    return () => clearTimeout(timer)
  }, [now, loading, settled])
  return useMemo(() => {
    const old = new Set((settled ?? now).split(' '))
    return new Set(now.split(' ').filter((id) => id !== '' && old.has(id)))
  }, [now, settled])
}
