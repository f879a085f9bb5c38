import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { newestPage } from '../../lib/message-cache.ts'
import { isPending } from '../../lib/message-list.ts'
import { isInView } from '../../lib/returns.ts'
import { useServices } from '../../lib/services.ts'
import { knownSession } from '../../lib/session-cache.ts'
import { useStore } from '../../lib/store.ts'
import { useInView } from '../../lib/use-in-view.ts'
import { useLasting } from '../../lib/use-lasting.ts'
import { type Gap, type NewRows, newRows } from './new-rows.ts'
import type { TimelineItem } from './timeline.ts'

/** A shorter break is none: what comes after it is no news. */
const CUT_OFF_AFTER_MS = 5_000

/**
 * What came while nobody looked at the session: the page was out of view, asleep or cut off, or showed another chat. It
 * stays until `forget`, which a send calls, or until the session is left.
 */
export function useNewRows(sessionId: string, items: readonly TimelineItem[]) {
  const { connection, utils } = useServices()
  const state = useStore(connection.state)
  const returns = useStore(connection.returns)
  const inView = useInView()
  const cutOff = useLasting(state === 'reconnecting' || state === 'offline', CUT_OFF_AFTER_MS)
  const gone = !inView || cutOff
  const newest = useCallback(
    () => (utils.message.list.getData(newestPage(sessionId))?.messageCount ?? 0) - 1,
    [sessionId, utils],
  )
  const [gap, setGap] = useState<Gap | null>(() => unreadGap(knownSession(utils, sessionId)?.lastReadIndex))
  const seen = useRef({ index: newest(), returns })
  const own = useOwn(items)

  useEffect(() => {
    const missed = gone || seen.current.returns !== returns
    const back = isInView() && connection.state.get() === 'live'
    const { index } = seen.current
    if (missed) setGap((before) => opened(before, index, newRows(items, before, own)))
    if (back) setGap((before) => (before?.upTo === null ? { ...before, upTo: newest() } : before))
    seen.current = { index: back || !missed ? newest() : index, returns }
  }, [connection, gone, items, newest, own, returns, state])

  const forget = useCallback(() => setGap(gone ? { after: newest(), upTo: null } : null), [gone, newest])
  const rows: NewRows | null = useMemo(() => newRows(items, gap, own), [gap, items, own])
  return { rows, forget }
}

/** The messages that were written in this browser: they are no news here. */
function useOwn(items: readonly TimelineItem[]): ReadonlySet<string> {
  const [own, setOwn] = useState<ReadonlySet<string>>(new Set())
  const pending = items.flatMap((item) => (item.kind === 'prompt' && isPending(item.row) ? [item.key] : []))
  if (pending.some((key) => !own.has(key))) setOwn(new Set([...own, ...pending]))
  return own
}

/** A gap that shows something grows; one that shows nothing begins where was looked last. */
function opened(before: Gap | null, seen: number, shown: NewRows | null): Gap {
  if (before?.upTo === null) return before
  if (before && shown) return { ...before, upTo: null }
  return { after: seen, upTo: null }
}

/** Of a session that was never read all is new, and a line above all of it would say nothing. */
function unreadGap(lastReadIndex = -1): Gap | null {
  return lastReadIndex < 0 ? null : { after: lastReadIndex, upTo: null }
}
