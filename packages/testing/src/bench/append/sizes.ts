/** How much there is to append to. */
export interface Sizes {
  /** Sessions that appends are spread over, and their users. */
  sessions: number
  users: number
  /** Messages of the sessions, and of the arrays, that appends of one caller are compared at. */
  lengths: readonly number[]
}

export const FULL_SIZES: Sizes = { sessions: 1_000, users: 100, lengths: [10, 100, 1_000, 10_000] }
export const SMALL_SIZES: Sizes = { ...FULL_SIZES, sessions: 300, users: 30 }
