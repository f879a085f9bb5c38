import type { Message, MessageList } from '@duck/protocol'
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useServices } from '../../../lib/services.ts'
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
  reader: Reader
  toEnd: () => void
  /** Messages that have come since the reader was last at the end, or opened the chat elsewhere. */
  unseen: number
}

export interface Reader {
  atEnd: boolean
}

/** The part of the session that is shown, and the ways to other parts; nothing until something is known. */
export function useReading(sessionId: string, list: MessageList | undefined): Reading {
  const { utils } = useServices()
  const [reader] = useState<Reader>(() => ({ atEnd: true }))
  const [window, setWindow] = useState<ReadingWindow | null>(null)
  /** The row above which nothing is, though it follows one: rows that no call could have made do. */
  const [beginning, setBeginning] = useState<string | null>(null)
  // Whatever is fetched for a place that was left since is not shown.
  const turn = useRef(0)
  const known = knownOf(utils, sessionId)
  const jump = useJump({ sessionId, ready: list !== undefined, turn, reader, setWindow })

  const first = window ?? (list && !jump.underWay ? windowAtEnd(known) : null)
  const now = first && settled(first, known, reader.atEnd)
  if (now !== window) setWindow(now)
  const current = useRef(now)
  useLayoutEffect(() => {
    current.current = now
  })
  useKeptPages(sessionId, now, list)

  const show = useCallback(
    (change: (shown: ReadingWindow, known: Known) => ReadingWindow) =>
      setWindow((shown) => shown && change(shown, knownOf(utils, sessionId))),
    [utils, sessionId],
  )
  const earlier = useLoading(
    useCallback(async () => {
      const mine = turn.current
      const shownNow = current.current
      const page = shownNow && (await earlierPage(utils, sessionId, shownNow))
      return () => {
        if (mine !== turn.current || !shownNow) return
        if (page === null) setBeginning(topId(lineIn(shownNow, knownOf(utils, sessionId))))
        else show((shown, all) => withEarlier(shown, all, page))
      }
    }, [utils, sessionId, show]),
  )
  const later = useLoading(
    useCallback(async () => {
      const mine = turn.current
      const page = current.current?.live === false ? laterPage(current.current) : null
      if (page !== null) await fetchRows(utils, sessionId, page)
      return () => {
        if (page !== null && mine === turn.current) show((shown, all) => withLater(shown, all, page))
      }
    }, [utils, sessionId, show]),
  )
  const toEnd = useCallback(() => {
    turn.current++
    reader.atEnd = true
    jump.leave()
    setWindow((shown) => (shown?.live ? shown : windowAtEnd(knownOf(utils, sessionId))))
  }, [jump.leave, reader, sessionId, utils])

  const line = now ? lineIn(now, known) : []
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
  const unseen = useUnseen(known.messageCount, list !== undefined, reader)
  return {
    unseen,
    rows: now ? rowsIn(now, known) : [],
    line,
    live,
    earlier: now && hasEarlier ? earlier : null,
    later: live ? null : later,
    target: jump.target,
    reader,
    toEnd,
  }
}

function topId(line: readonly Message[]): string {
  return line[0]?.id ?? ''
}

/** How many messages the session has more than when the reader was last at its end. */
function useUnseen(messageCount: number, isKnown: boolean, reader: Reader): number {
  const [seen, setSeen] = useState<number | null>(null)
  const now = isKnown && (seen === null || reader.atEnd) ? messageCount : seen
  if (now !== seen) setSeen(now)
  return now === null ? 0 : Math.max(0, messageCount - now)
}
