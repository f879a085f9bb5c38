/** How far a verb is. */
export interface Progress {
  /** Sessions. */
  done: number
  total: number
  /** Rows made so far, of those that make rows. */
  messages?: number
}

/** What every long verb takes. */
export interface MoveOptions {
  onProgress?: (progress: Progress) => void
  /** Ends it after the transaction under way; what is done is kept, and the next run goes on. */
  signal?: AbortSignal
}
