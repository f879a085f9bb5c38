import { activeLine, type Message } from '@duck/protocol'
import { PAGE_ROWS } from '../../../lib/message-cache.ts'
import { pageOf } from '../../../lib/message-pages.ts'

/** Rows of the shown line that are mounted at once, at most. */
export const MOST_ROWS = 300

/**
 * Which part of a session is shown: the rows of some pages that stand on one line. It holds at most 300 of them, so a
 * session of 100,000 messages reads as lightly as a short one, and a short one is there whole.
 */
export interface ReadingWindow {
  /** Ascending. Between two of them lie only pages that have nothing of the line. */
  pages: readonly number[]
  /** The session's end belongs to it: new rows appear in it, and what is on its way stands below. */
  live: boolean
  /** The newest row of its line; null while it is live, when that is the session's head. */
  end: string | null
  /** The newest row of the line up to each page that was left below: the way down is the one that led up. */
  ends: ReadonlyMap<number, string>
}

/** What is known of the session. */
export interface Known {
  messageCount: number
  headId: string | null
  /** The lowest index from which on every row up to the newest is known. */
  tailLow: number
  /** The known rows of a page, of all lines, ascending. */
  rowsOf: (page: number) => readonly Message[]
}

const NO_ENDS: ReadonlyMap<number, string> = new Map()

export function rowsIn(window: ReadingWindow, known: Known): Message[] {
  return window.pages.flatMap((page) => known.rowsOf(page))
}

/** What is shown: the path up from the window's end, as far as its rows go. */
export function lineIn(window: ReadingWindow, known: Known): Message[] {
  return activeLine(rowsIn(window, known), window.live ? known.headId : window.end)
}

/** The newest rows, as many as are known. */
export function windowAtEnd(known: Known): ReadingWindow {
  const low = known.messageCount > MOST_ROWS ? known.messageCount - PAGE_ROWS : 0
  const pages = range(pageOf(Math.max(known.tailLow, low)), lastPage(known))
  return fitted({ pages, live: true, end: null, ends: NO_ENDS }, known, 'late')
}

/**
 * The window round a row. The line is the session's where the end is in the window and the row stands on it; else the one that
 * `endOf` says.
 */
export function windowAround(known: Known, pages: readonly number[], target: Message): ReadingWindow {
  const live = pages.some((page) => page >= lastPage(known))
  const whole = { pages: live ? withTail(pages, known) : pages, live, end: null, ends: NO_ENDS }
  if (live && lineIn(whole, known).some(({ id }) => id === target.id)) return fitted(whole, known, 'late')
  const apart = { ...whole, live: false }
  return fitted({ ...apart, end: endOf(rowsIn(apart, known), target.id) }, known, 'early')
}

/** The window with an earlier page; what then is too much goes at the late side. */
export function withEarlier(window: ReadingWindow, known: Known, page: number): ReadingWindow {
  return fitted({ ...window, pages: merged(window.pages, [page]) }, known, 'early')
}

/** The page to show next below a window that is not live. */
export function laterPage(window: ReadingWindow): number {
  const highest = window.pages.at(-1) ?? 0
  // Pages that have nothing of the line are passed over, as they were on the way up.
  const met = [...window.ends.keys()].filter((page) => page > highest)
  return met.length > 0 ? Math.min(...met) : highest + 1
}

/** The window with a later page; what then is too much goes at the early side. */
export function withLater(window: ReadingWindow, known: Known, page: number): ReadingWindow {
  const ends = new Map([...window.ends].filter(([met]) => met > page))
  if (page >= lastPage(known)) {
    const pages = withTail(merged(window.pages, [page]), known)
    return fitted({ pages, live: true, end: null, ends: NO_ENDS }, known, 'late')
  }
  const next = { pages: merged(window.pages, [page]), live: false, end: null, ends }
  const end = window.ends.get(page) ?? endIn(page, known, rowsIn(next, known), window.end)
  return fitted({ ...next, end }, known, 'late')
}

/**
 * The window after rows were added, or after another line was chosen. A reader at the end goes along; one who reads
 * further up keeps what he reads, and the window lets go of the end when there is too much between. The same window when
 * nothing is to be changed.
 */
export function settled(window: ReadingWindow, known: Known, atEnd: boolean): ReadingWindow {
  if (!window.live) return window
  const grown = withTail(window.pages, known)
  const next = grown.length === window.pages.length ? window : { ...window, pages: grown }
  const line = lineIn(next, known)
  const below = cutOffRows(line, rowsIn(next, known))
  if (below.length > 0) {
    if (!atEnd) return detached(next, known, below)
    const from = pageOf(line[0]?.messageIndex ?? known.tailLow)
    const pages = next.pages.filter((page) => page >= from)
    return pages.length === next.pages.length ? next : { ...next, pages }
  }
  return fitted(next, known, atEnd ? 'late' : 'early')
}

/**
 * The end of the line in a window whose way to the head is not known: the last row that moved the head, so the line on which the
 * session was when the window's last row was added. Where that line does not lead past the row that is read, its newest
 * descendant.
 */
export function endOf(rows: readonly Message[], readId: string | null): string | null {
  const moved = rows.findLast(({ movesHead }) => movesHead) ?? rows.at(-1)
  if (!moved) return null
  const leads = (leaf: Message) => activeLine(rows, leaf.id).some(({ id }) => id === readId)
  if (readId === null || !rows.some(({ id }) => id === readId) || leads(moved)) return moved.id
  return rows.findLast(leads)?.id ?? readId
}

/** Where the line goes on in a page below: where that is not on from the row that ended it, the session went on elsewhere. */
function endIn(page: number, known: Known, rows: readonly Message[], before: string | null): string | null {
  const end = endOf(rows, before)
  return known.rowsOf(page).some(({ id }) => id === end) ? end : endOf(rows, null)
}

/** Drops pages that have nothing of the line, and then pages at one side until at most 300 rows are shown. */
function fitted(window: ReadingWindow, known: Known, keep: 'early' | 'late'): ReadingWindow {
  let now = withoutEmpty(window, lineIn(window, known))
  for (;;) {
    const line = lineIn(now, known)
    if (line.length <= MOST_ROWS || now.pages.length < 2) return now
    now = keep === 'late' ? { ...now, pages: now.pages.slice(1) } : withoutLast(now, line)
  }
}

function withoutEmpty(window: ReadingWindow, line: readonly Message[]): ReadingWindow {
  if (line.length === 0) return window
  const met = new Set(line.map(({ messageIndex }) => pageOf(messageIndex)))
  const isTail = (page: number) => window.live && page === window.pages.at(-1)
  const pages = window.pages.filter((page) => met.has(page) || isTail(page))
  return pages.length === window.pages.length ? window : { ...window, pages }
}

/** The window without its last page. */
function withoutLast(window: ReadingWindow, line: readonly Message[]): ReadingWindow {
  const left = window.pages.at(-1) ?? 0
  const end = line.findLast(({ messageIndex }) => pageOf(messageIndex) < left)?.id ?? null
  const newest = line.at(-1)?.id
  // At the session's end the page may have grown when the reader is back: the page below tells of what was added.
  const ends = newest ? new Map(window.ends).set(left, newest) : window.ends
  return { pages: window.pages.slice(0, -1), live: false, end, ends }
}

/** The window with these rows alone, apart from the session's end. */
function detached(window: ReadingWindow, known: Known, rows: readonly Message[]): ReadingWindow {
  const highest = pageOf(rows.at(-1)?.messageIndex ?? 0)
  const pages = window.pages.filter((page) => page <= highest)
  return fitted({ pages, live: false, end: endOf(rows, null), ends: NO_ENDS }, known, 'early')
}

/** The rows below which some are missing, so that the line from the head does not come to them. */
function cutOffRows(line: readonly Message[], rows: readonly Message[]): Message[] {
  const [top] = line
  if (!top) return [...rows]
  if (top.parentId === null || rows.some(({ messageIndex }) => messageIndex === top.messageIndex - 1))
    return []
  return rows.filter(({ messageIndex }) => messageIndex < top.messageIndex)
}

function withTail(pages: readonly number[], known: Known): readonly number[] {
  const from = Math.max(pageOf(known.tailLow), pages.at(-1) ?? 0)
  const next = merged(pages, range(from, lastPage(known)))
  return next.length === pages.length ? pages : next
}

export function lastPage({ messageCount }: Pick<Known, 'messageCount'>): number {
  return pageOf(messageCount - 1)
}

function merged(pages: readonly number[], others: readonly number[]): number[] {
  return [...new Set([...pages, ...others])].sort((a, b) => a - b)
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, n) => from + n)
}
