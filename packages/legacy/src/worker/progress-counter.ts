import type { LegacyProgress } from '@duck/metrics'
import { type Db, runMove } from '@duck/store'

const COUNT_MS = 15_000
/** Counting takes at most so much of the time. */
const MOST_SHARE = 0.01

/** After the end of a move. */
export const NOTHING_LEFT: LegacyProgress = {
  storage: { array: 0, reads: 0, rows: 0 },
  unabsorbed: 0,
  versions: { waiting: 0, held: 0 },
  quarantined: 0,
}

/** Counts every 15 s where the move stands; less often where that takes long. */
export class ProgressCounter {
  readonly #db: Db
  readonly #onProgress: (progress: LegacyProgress) => void
  #dueAt = 0

  constructor(db: Db, onProgress: (progress: LegacyProgress) => void) {
    this.#db = db
    this.#onProgress = onProgress
  }

  /** Counts if it is time to; false once there is no move any more. */
  async count(): Promise<boolean> {
    const began = performance.now()
    if (began < this.#dueAt) return true
    const rows = await runMove(this.#db, (sql) => sql<Counts[]>`select * from legacy_counts()`)
    const tookMs = performance.now() - began
    this.#dueAt = began + Math.max(COUNT_MS, tookMs / MOST_SHARE)
    const counts = rows?.[0]
    if (counts) this.#onProgress(progressOf(counts))
    return counts !== undefined
  }
}

interface Counts {
  array: number
  reads: number
  rows: number
  unabsorbed: number
  waiting: number
  held: number
  quarantined: number
}

function progressOf({ array, reads, rows, unabsorbed, waiting, held, quarantined }: Counts): LegacyProgress {
  return { storage: { array, reads, rows }, unabsorbed, versions: { waiting, held }, quarantined }
}
