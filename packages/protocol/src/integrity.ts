/** A check that a session failed; `detail` has numbers and ids, never text of a message. */
export interface IntegrityFault {
  sessionId: string
  check: string
  detail: string
}

export interface IntegrityReport {
  /** How many sessions this call looked at. */
  sessions: number
  faults: IntegrityFault[]
  /** Goes on where this call stopped; null when all sessions were looked at. */
  nextCursor: string | null
}
