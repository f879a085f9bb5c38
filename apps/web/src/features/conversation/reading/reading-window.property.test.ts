import { activeLine, type Message, must } from '@duck/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PAGE_ROWS } from '../../../lib/message-cache.ts'
import { pageOf } from '../../../lib/message-pages.ts'
import { row } from '../../../testing/rows.ts'
import { pagesAround } from './pages-around.ts'
import {
  type Known,
  laterPage,
  lineIn,
  MOST_ROWS,
  type ReadingWindow,
  rowsIn,
  settled,
  windowAround,
  windowAtEnd,
  withEarlier,
  withLater,
} from './reading-window.ts'

const RUNS = 60

/** A session in which some messages begin another line further up: `[at, parent]`. */
const branches = fc.array(fc.tuple(fc.nat(1_199), fc.nat(1_199)), { maxLength: 6 })
const session = fc
  .tuple(fc.integer({ min: 1, max: 1_200 }), branches)
  .map(([count, turns]) => sessionOf(count, turns))

function sessionOf(count: number, turns: readonly (readonly [at: number, parent: number])[]): Message[] {
  const parents = new Map(turns.map(([at, parent]) => [at, Math.min(parent, at - 1)]))
  return Array.from({ length: count }, (_, at) => {
    const parent = parents.get(at) ?? at - 1
    return row(at, { parentId: parent < 0 ? null : `m${parent}` })
  })
}

/** Everything is known of the rows, of the newest ones from `tailLow` on. */
function knownOf(rows: readonly Message[], tailLow = Math.max(0, rows.length - PAGE_ROWS)): Known {
  return {
    messageCount: rows.length,
    headId: rows.at(-1)?.id ?? null,
    tailLow,
    rowsOf: (page) => rows.slice(page * PAGE_ROWS, (page + 1) * PAGE_ROWS),
  }
}

/** One page up, as the reader does; null at the line's beginning. */
function up(window: ReadingWindow, known: Known): ReadingWindow | null {
  const wanted = lineIn(window, known)[0]?.parentId ?? null
  return wanted === null ? null : withEarlier(window, known, pageOf(Number(wanted.slice(1))))
}

/** The part of the line between its first and last row in the window. */
function partOf(line: readonly Message[], shown: readonly Message[]): Message[] {
  const [from, to] = [shown[0], shown.at(-1)].map((one) => line.findIndex((each) => each.id === one?.id))
  return line.slice(from, (to ?? 0) + 1)
}

const ids = (rows: readonly Message[]) => rows.map(({ id }) => id)

test('all the way up from the end and down again the window shows a piece of the active line, of at most 300 rows', () => {
  fc.assert(
    fc.property(session, (rows) => {
      const known = knownOf(rows)
      const line = activeLine(rows, known.headId)
      let window = windowAtEnd(known)
      const expectPart = () => {
        const shown = lineIn(window, known)
        expect(shown.length).toBeGreaterThan(0)
        expect(shown.length).toBeLessThanOrEqual(MOST_ROWS)
        expect(ids(shown)).toEqual(ids(partOf(line, shown)))
      }
      expectPart()
      for (let next = up(window, known); next; next = up(window, known)) {
        window = next
        expectPart()
      }
      expect(lineIn(window, known)[0]).toBe(line[0])
      while (!window.live) {
        const before = lineIn(window, known)
        window = withLater(window, known, laterPage(window))
        expectPart()
        // What is at the reader's feet stays.
        expect(ids(lineIn(window, known))).toContain(before.at(-1)?.id)
      }
      expect(lineIn(window, known).at(-1)).toBe(line.at(-1))
    }),
    { numRuns: RUNS },
  )
})

test('a short session is shown whole once it is loaded', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: MOST_ROWS }), (count) => {
      const known = knownOf(sessionOf(count, []))
      let window = windowAtEnd(known)
      for (let next = up(window, known); next; next = up(window, known)) window = next
      expect(window.live).toBe(true)
      expect(lineIn(window, known)).toHaveLength(count)
    }),
    { numRuns: RUNS },
  )
})

test('what is settled stays as it is', () => {
  fc.assert(
    fc.property(session, fc.boolean(), fc.nat(4), (rows, atEnd, ups) => {
      const known = knownOf(rows)
      let window = windowAtEnd(known)
      for (let n = 0; n < ups; n++) window = up(window, known) ?? window
      const once = settled(window, known, atEnd)
      expect(settled(once, known, atEnd)).toBe(once)
    }),
    { numRuns: RUNS },
  )
})

test('however many rows are added, a reader at the end sees them, one further up keeps his place, and at most 300 are shown', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 700 }),
      fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 12 }),
      fc.boolean(),
      fc.nat(3),
      (count, bursts, atEnd, ups) => {
        let rows = sessionOf(count, [])
        let window = windowAtEnd(knownOf(rows))
        for (let n = 0; n < ups && !atEnd; n++) window = up(window, knownOf(rows)) ?? window
        const first = lineIn(window, knownOf(rows))[0]
        for (const burst of bursts) {
          rows = sessionOf(rows.length + burst, [])
          const known = knownOf(rows)
          window = settled(window, known, atEnd)
          const shown = lineIn(window, known)
          expect(shown.length).toBeLessThanOrEqual(MOST_ROWS)
          if (atEnd) expect(shown.at(-1)?.id).toBe(known.headId)
          else expect(shown[0]?.id).toBe(first?.id)
        }
      },
    ),
    { numRuns: RUNS },
  )
})

test('after a break in which more came than was fetched, a reader at the end sees the end and one further up what was there', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 300 }), fc.integer({ min: 101, max: 900 }), (count, missed) => {
      const before = sessionOf(count, [])
      const window = windowAtEnd(knownOf(before, 0))
      const rows = sessionOf(count + missed, [])
      const low = rows.length - PAGE_ROWS
      const all = knownOf(rows)
      const hole = (page: number) =>
        all.rowsOf(page).filter(({ messageIndex }) => messageIndex < count || messageIndex >= low)
      const known = { ...all, rowsOf: hole }
      expect(lineIn(settled(window, known, true), known).at(-1)?.id).toBe(known.headId)
      expect(ids(lineIn(settled(window, known, false), known))).toEqual(ids(before))
    }),
    { numRuns: RUNS },
  )
})

test('a jump shows the message, on one line, of whichever branch it is', () => {
  fc.assert(
    fc.property(session, fc.nat(1_199), (rows, pick) => {
      const known = knownOf(rows)
      const target = must(rows[pick % rows.length], 'a row')
      const window = windowAround(known, pagesAround(target.messageIndex, rows.length), target)
      const shown = lineIn(window, known)
      expect(ids(shown)).toContain(target.id)
      expect(shown.slice(1).map(({ parentId }) => parentId)).toEqual(ids(shown.slice(0, -1)))
      expect(shown.length).toBeLessThanOrEqual(MOST_ROWS)
    }),
    { numRuns: RUNS },
  )
})

test('after a jump into a session of one line the whole way to both ends can be read', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_200 }), fc.nat(1_199), (count, pick) => {
      const rows = sessionOf(count, [])
      const known = knownOf(rows)
      const target = must(rows[pick % count], 'a row')
      const around = windowAround(known, pagesAround(target.messageIndex, count), target)
      let window = around
      for (let next = up(window, known); next; next = up(window, known)) window = next
      expect(lineIn(window, known)[0]).toBe(rows[0])
      window = around
      while (!window.live) window = withLater(window, known, laterPage(window))
      expect(lineIn(window, known).at(-1)).toBe(rows.at(-1))
    }),
    { numRuns: RUNS },
  )
})

test('from anywhere in a session of any lines, on and on leads to its end', () => {
  fc.assert(
    fc.property(session, fc.nat(1_199), (rows, pick) => {
      const known = knownOf(rows)
      const target = must(rows[pick % rows.length], 'a row')
      let window = windowAround(known, pagesAround(target.messageIndex, rows.length), target)
      for (let steps = 0; !window.live && steps <= rows.length / PAGE_ROWS + 1; steps++) {
        window = withLater(window, known, laterPage(window))
        expect(rowsIn(window, known).length).toBeLessThanOrEqual(4 * MOST_ROWS)
      }
      expect(lineIn(window, known).at(-1)?.id).toBe(known.headId)
    }),
    { numRuns: RUNS },
  )
})
