import type { TimelineItem } from './timeline.ts'

/** What came while nobody looked: the rows above `after`, up to `upTo`; null as long as nobody is back. */
export interface Gap {
  after: number
  upTo: number | null
}

export interface NewRows {
  /** Before which item they begin. */
  key: string
  count: number
}

/** The rows in the gap that are not this tab's own. */
export function newRows(
  items: readonly TimelineItem[],
  gap: Gap | null,
  own: ReadonlySet<string>,
): NewRows | null {
  if (!gap) return null
  const news = items.filter((item) => {
    const index = indexOf(item)
    return index > gap.after && index <= (gap.upTo ?? Infinity) && !own.has(item.key)
  })
  return news[0] ? { key: news[0].key, count: news.length } : null
}

function indexOf(item: TimelineItem): number {
  return 'row' in item && item.row ? item.row.messageIndex : -1
}
