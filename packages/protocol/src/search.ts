/** A message whose text contains what was searched for. */
export interface SearchHit {
  messageId: string
  sessionId: string
  messageIndex: number
  /** Up to 160 characters of the message's text around the first match, cut between characters. */
  snippet: string
  /** Where the matches lie in the snippet: [start, end) in UTF-16 code units, ascending. */
  ranges: [start: number, end: number][]
}

/** A page may have few hits, or none, and still a cursor: a call looks at a bounded amount of text. */
export interface SearchPage {
  hits: SearchHit[]
  nextCursor: string | null
}
