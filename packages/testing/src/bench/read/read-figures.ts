import { must } from '@duck/protocol'
import type postgres from 'postgres'
import { type Figure, judged } from '../figure.ts'
import { median, ratioOfRounds } from '../median.ts'
import type { ReadSession } from './load-table.ts'
import { pagesOf } from './pages-of.ts'
import type { Ways } from './read-slices.ts'
import type { Read } from './reads.ts'

interface ReadRounds {
  read: Read
  session: ReadSession
  /** Of the four slices, in their order. */
  rounds: readonly number[][]
}

/** One read of one session beside the bare SELECT, with the pages that both look at. */
export async function readFigure(
  { app, admin }: Ways,
  { read, session, rounds }: ReadRounds,
): Promise<Figure> {
  const [waits = [], bareWaits = [], server = [], bareServer = []] = rounds
  const { ratio, range } = ratioOfRounds(waits, bareWaits)
  return {
    bench: read.bench,
    of: 'bare SELECT',
    messages: session.messages,
    ratio,
    range,
    medianMs: median(waits),
    ofMedianMs: median(bareWaits),
    serverUs: median(server),
    ofServerUs: median(bareServer),
    serverRatio: ratioOfRounds(server, bareServer).ratio,
    pages: await fewestPages(app, session, read.oursSql),
    ofPages: await fewestPages(admin, session, read.bareSql),
    ...(read.target && judged(ratio, read.target)),
  }
}

const PLACES = 20
// So many rows are a page of ours, and two leaves of the index hold some 300.
const PAGE = 50
const LONGEST_STEP = 16

/** Of several places in the session: at some the rows, or their keys, lie on a page of the database's more. */
async function fewestPages(
  sql: postgres.Sql,
  session: ReadSession,
  select: (session: ReadSession, before: number) => string,
): Promise<number> {
  const step = Math.min(LONGEST_STEP, Math.floor((session.messages - PAGE) / PLACES))
  const pages: number[] = []
  for (let place = 0; place < PLACES; place++)
    pages.push(await pagesOf(sql, select(session, session.messages - place * step)))
  return Math.min(...pages)
}

/** For each read, its pages of the longest session beside those of the shortest. */
export function samePages(figures: readonly Figure[]): Figure[] {
  return Object.values(Object.groupBy(figures, ({ bench }) => bench)).map((each) => {
    const sorted = must(each, 'figures of a read').toSorted((a, b) => (a.messages ?? 0) - (b.messages ?? 0))
    const short = must(sorted[0], 'shortest session')
    const long = must(sorted.at(-1), 'longest session')
    const pages = must(long.pages, 'pages')
    const ofPages = must(short.pages, 'pages')
    return {
      bench: `${long.bench}-pages`,
      of: `${short.messages} messages`,
      ...(long.messages === undefined ? {} : { messages: long.messages }),
      pages,
      ofPages,
      morePages: pages - ofPages,
      ...judged(pages - ofPages, { atMost: 0 }),
    }
  })
}
