import type { Element } from '../old-app/elements.ts'

/** A row as the database has it. */
export interface Row {
  id: string
  index: number
  role: string
  content: string
  origin: string
  /** When it was made, of a row of ours; in milliseconds. */
  at: number
  /** `metadata.legacy`, or undefined without one. */
  legacy: unknown
}

export interface Session {
  id: string
  /** Every version of its array, in the order of their commits; what is no array is not among them. */
  versions: readonly (readonly Element[])[]
  /** When each was written, in milliseconds. */
  times: readonly number[]
  /** Versions that are neither an array nor null. */
  others: readonly unknown[]
  /** What the product keeps of those. */
  quarantine: readonly unknown[]
  rows: readonly Row[]
  /** Ids of messages that the product had acked. */
  acked: readonly string[]
}
