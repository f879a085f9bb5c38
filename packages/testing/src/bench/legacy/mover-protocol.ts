/** What the process that moves is asked: to move for so long, at most, or to prove everything. */
export type MoverRequest = { url: string } & ({ do: 'backfill'; ms: number; rest: number } | { do: 'verify' })

export interface MoverReply {
  /** Messages that became rows, or were proved. */
  messages: number
  /** Milliseconds. */
  ms: number
  /** Nothing is left to do. */
  done: boolean
  /** Its resident memory, in KiB. */
  residentKb: number
  /** Sessions that are not proved. */
  different: number
}
