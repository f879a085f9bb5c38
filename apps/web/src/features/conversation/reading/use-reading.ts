import type { Message, MessageList } from '@duck/protocol'
import { useCallback, useEffect, useRef, useState } from 'react'
import { createStore, type Store } from '../../../lib/store.ts'
import { useLatest } from '../../../lib/use-latest.ts'
import { useSameItems } from '../../../lib/use-same-items.ts'
import { earlierPage } from './earlier-page.ts'
import { fetchRows } from './fetch-rows.ts'
import { knownOf } from './known-of.ts'
import {
  type Known,
  laterPage,
  lineIn,
  MOST_ROWS,
  type ReadingWindow,
  rowsIn,
  settled,
  windowAtEnd,
  withEarlier,
  withLater,
} from './reading-window.ts'
import { type JumpTarget, useJump } from './use-jump.ts'
import { useKeptPages } from './use-kept-pages.ts'
import { type Loading, useLoading } from './use-loading.ts'
import { usePageCache } from './use-page-cache.ts'

/** What the reader has before him. */
export interface Reading {
  /** The rows of the window's pages, of all lines, and those of them that are shown. */
  rows: readonly Message[]
  line: readonly Message[]
  /** The session's end is in the window. */
  live: boolean
  earlier: Loading | null
  later: Loading | null
  /** Where to scroll to: once for each object. */
  target: JumpTarget | null
  /** Told by the log: the reader is at the end and goes along with it. */
  following: Store<boolean>
  toEnd: () => void
  /** Messages that have come since the reader was last at the end, or opened the chat elsewhere. */
  unseen: number
}

/** The part of the session that is shown, and the ways to other parts; nothing until something is known. */
export function useReading(sessionId: string, list: MessageList | undefined): Reading {
  const cache = usePageCache()
  const { utils } = cache
  const [following] = useState(() => createStore(true))
  const [window, setWindow] = useState<ReadingWindow | null>(null)
  /** The row above which nothing is, though it follows one: rows that no call could have made do. */
  const [beginning, setBeginning] = useState<string | null>(null)
  // Whatever is fetched for a place that was left since is not shown.
  const turnRef = useRef(0)
  const known = knownOf(utils, sessionId)
  const jump = useJump({ sessionId, ready: list !== undefined, turnRef, following, setWindow })

  const first = window ?? (list && !jump.underWay ? windowAtEnd(known) : null)
  const now = first && settled(first, known, following.get())
  if (now !== window) setWindow(now)
  const shownRef = useLatest(now)
  useKeptPages(sessionId, now, list)

  const show = useCallback(
    (change: (shown: ReadingWindow, known: Known) => ReadingWindow) =>
      setWindow((shown) => shown && change(shown, knownOf(utils, sessionId))),
    [utils, sessionId],
  )
  const earlier = useLoading(
    useCallback(async () => {
      const mine = turnRef.current
      const shownNow = shownRef.current
      const page = shownNow && (await earlierPage(cache, sessionId, shownNow))
      return () => {
        if (mine !== turnRef.current || !shownNow) return
        if (page === null) setBeginning(topId(lineIn(shownNow, knownOf(utils, sessionId))))
        else show((shown, all) => withEarlier(shown, all, page))
      }
    }, [cache, utils, sessionId, show, shownRef]),
  )
  const later = useLoading(
    useCallback(async () => {
      const mine = turnRef.current
      const shownNow = shownRef.current
      const page = shownNow?.live === false ? laterPage(shownNow) : null
      if (page !== null) await fetchRows(cache, sessionId, page)
      return () => {
        if (page !== null && mine === turnRef.current) show((shown, all) => withLater(shown, all, page))
      }
    }, [cache, sessionId, show, shownRef]),
  )
  const { leave } = jump
  const toEnd = useCallback(() => {
    turnRef.current++
    following.set(true)
    leave()
    setWindow((shown) => (shown?.live ? shown : windowAtEnd(knownOf(utils, sessionId))))
  }, [following, leave, sessionId, utils])

  const line = useSameItems(now ? lineIn(now, known) : [])
  const rows = useSameItems(now ? rowsIn(now, known) : [])
  const [top] = line
  const more = top ? top.parentId !== null && top.messageIndex > 0 : known.headId !== null
  const hasEarlier = more && topId(line) !== beginning
  const short = now?.live === true && known.messageCount <= MOST_ROWS
  const { load, loading, failed } = earlier
  const lowest = top?.messageIndex ?? -1
  useEffect(() => {
    // A short session is there whole, for whoever looks for something on the page.
    if (now && hasEarlier && !loading && !failed && (short || lowest < 0)) load()
  }, [now, hasEarlier, short, lowest, load, loading, failed])

  const live = now?.live ?? true
  const unseen = useUnseen(known.messageCount, list !== undefined, following)
  return {
    unseen,
    rows,
    line,
    live,
    earlier: now && hasEarlier ? earlier : null,
    later: live ? null : later,
    target: jump.target,
    following,
    toEnd,
  }
}

function topId(line: readonly Message[]): string {
  return line[0]?.id ?? ''
}

/** How many messages the session has more than when the reader was last at its end. */
function useUnseen(messageCount: number, isKnown: boolean, following: Store<boolean>): number {
  const [seen, setSeen] = useState<number | null>(null)
  const now = isKnown && (seen === null || following.get()) ? messageCount : seen
  if (now !== seen) setSeen(now)
  return now === null ? 0 : Math.max(0, messageCount - now)
}
