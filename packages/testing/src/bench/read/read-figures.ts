import { must } from '@duck/protocol'
import { type Figure, judged } from '../figure.ts'
import { median, ratioOfRounds } from '../median.ts'
import type { ReadSession } from './load-table.ts'
import { pagesOf } from './pages-of.ts'
import type { Ways } from './read-slices.ts'
import type { Read } from './reads.ts'

const MOST_SLOWER = { atMost: 1.3 }

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
    pages: await pagesOf(app, read.oursSql(session)),
    ofPages: await pagesOf(admin, read.bareSql(session)),
    ...judged(ratio, MOST_SLOWER),
  }
}

/**
 * For each read, its pages of the longest session beside those of the shortest. The rows may lie on a page more there, or
 * their keys: then the bare SELECT looks at as many more.
 */
export function samePages(figures: readonly Figure[]): Figure[] {
  return Object.values(Object.groupBy(figures, ({ bench }) => bench)).map((each) => {
    const sorted = must(each, 'figures of a read').toSorted((a, b) => (a.messages ?? 0) - (b.messages ?? 0))
    const short = pagesAt(must(sorted[0], 'shortest session'))
    const long = pagesAt(must(sorted.at(-1), 'longest session'))
    const morePages = long.pages - short.pages - (long.barePages - short.barePages)
    return {
      bench: `${long.bench}-pages`,
      of: `${short.messages} messages`,
      messages: long.messages,
      pages: long.pages,
      ofPages: short.pages,
      morePages,
      ...judged(morePages, { atMost: 0 }),
    }
  })
}

function pagesAt({ bench, messages, pages, ofPages }: Figure) {
  return {
    bench,
    messages: must(messages, 'messages'),
    pages: must(pages, 'pages'),
    barePages: must(ofPages, 'pages of the bare SELECT'),
  }
}
