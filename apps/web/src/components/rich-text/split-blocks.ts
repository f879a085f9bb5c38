const FENCE = /^ {0,3}(`{3,}|~{3,})/
const LIST_ITEM = /^ {0,3}(?:[-+*]|\d{1,9}[.)])(?:\s|$)/
// Blank lines may stand in a formula whose marks have lines of their own.
const FORMULAS: Record<string, string> = { $$: '$$', '\\[': '\\]' }

/**
 * Cuts Markdown where two parses give what one would, unless it `reachesOver`: at blank lines outside fences, formulas and
 * lists. So a growing text costs the parse of its last block only, and joined the blocks are the text.
 */
export function splitBlocks(text: string): string[] {
  const blocks: string[] = []
  const cursor = { start: 0, fence: '', inList: false, afterBlank: false }
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf('\n', at)
    const end = newline < 0 ? text.length : newline + 1
    const line = text.slice(at, end)
    if (cursor.afterBlank && cursor.fence === '' && startsBlock(line, cursor.inList)) {
      blocks.push(text.slice(cursor.start, at))
      cursor.start = at
      cursor.inList = false
    }
    cursor.fence = fenceAfter(line, cursor.fence)
    cursor.inList ||= LIST_ITEM.test(line)
    cursor.afterBlank = line.trim() === ''
    at = end
  }
  if (cursor.start < text.length) blocks.push(text.slice(cursor.start))
  return blocks
}

function startsBlock(line: string, inList: boolean): boolean {
  return /^\S/.test(line) && !(inList && LIST_ITEM.test(line))
}

/** The fence or formula still open after the line; empty when none is. */
function fenceAfter(line: string, open: string): string {
  const written = line.trim()
  if (Object.hasOwn(FORMULAS, open)) return written.endsWith(FORMULAS[open] ?? '') ? '' : open
  if (open === '' && Object.hasOwn(FORMULAS, written) && /^ {0,3}\S/.test(line)) return written
  const mark = FENCE.exec(line)?.[1]
  if (!mark) return open
  if (open === '') return mark
  const closes = mark[0] === open[0] && mark.length >= open.length && line.trim() === mark
  return closes ? '' : open
}
