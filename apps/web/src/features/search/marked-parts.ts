import type { SearchHit } from '@duck/protocol'

/** A snippet cut into what matches and what stands between, in order; empty pieces are left out. */
export function markedParts({ snippet, ranges }: Pick<SearchHit, 'snippet' | 'ranges'>): MarkedPart[] {
  const parts: MarkedPart[] = []
  let at = 0
  for (const [start, end] of ranges) {
    parts.push({ at, text: snippet.slice(at, start), marked: false })
    parts.push({ at: start, text: snippet.slice(start, end), marked: true })
    at = end
  }
  parts.push({ at, text: snippet.slice(at), marked: false })
  return parts.filter(({ text }) => text !== '')
}

export interface MarkedPart {
  /** Where it begins in the snippet. */
  at: number
  text: string
  marked: boolean
}
