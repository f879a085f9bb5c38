export type Range = [start: number, end: number]

/**
 * Where `query` lies in an excerpt, whatever the case of letters, as [start, end) in UTF-16 code units. `matchStart`
 * characters of it stand before a match that may go on beyond its end; null when that is not known. Where the database
 * folds letters otherwise than we do, there are fewer ranges, never a wrong one.
 */
export function matchRanges(excerpt: string, query: string, matchStart: number | null): Range[] {
  const text = folded(excerpt)
  const sought = folded(query)
  const known = matchStart === null ? null : Array.from(excerpt).slice(0, matchStart).join('').length
  const ranges: Range[] = []
  let from = 0
  while (from < text.length) {
    const at =
      known !== null && from <= known && isSeen(text, sought, known) ? known : text.indexOf(sought, from)
    if (at < 0) break
    from = Math.min(at + sought.length, text.length)
    ranges.push([at, from])
  }
  return ranges
}

/** What the excerpt shows from there on is the query, or the start of one that is cut off at its end. */
function isSeen(text: string, sought: string, at: number): boolean {
  const seen = text.slice(at, at + sought.length)
  return seen !== '' && sought.startsWith(seen)
}

/** Lower case of the same length: a letter whose other case is longer stays as it is. */
function folded(text: string): string {
  return Array.from(text, (letter) => {
    const lower = letter.toLowerCase()
    return lower.length === letter.length ? lower : letter
  }).join('')
}
