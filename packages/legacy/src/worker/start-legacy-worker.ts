import type { LegacyProgress } from '@duck/metrics'
import { type Db, runMove } from '@duck/store'
import { pause } from '../move/pause.ts'
import { readStrain } from '../move/strain.ts'
import { Throttle } from '../move/throttle.ts'
import { SETTLE_MS } from '../move/work.ts'
import { NOTHING_LEFT, ProgressCounter } from './progress-counter.ts'

export interface LegacyWorkerOptions {
  db: Db
  /** Told every 15 s where the move stands. */
  onProgress?: (progress: LegacyProgress) => void
  /** Told once an outage. */
  onFailure?: (error: unknown) => void
}

export interface LegacyWorker {
  /** Waits for the transaction under way, 2 s at most; its connection ends it then. */
  stop(): Promise<void>
}

/** How long it rests when there is nothing to do. */
const IDLE_MS = 2_000
/** How long to wait for a session that somebody holds, of which alone something waits. */
const HELD_MS = 250
const FIRST_RETRY_MS = 500
const MOST_RETRY_MS = 10_000
const STOP_MS = 2_000

/**
 * Makes rows of what an old app's writes have left to the worker, as long as its arrays are kept: one short transaction at a time, with
 * rests between them. A database that is away is waited for. Where no arrays are kept, or from the moment on in which they are dropped, it
 * does nothing.
 */
export function startLegacyWorker(options: LegacyWorkerOptions): LegacyWorker {
  const stopping = new AbortController()
  if (!options.db.legacy) return { async stop() {} }
  const done = workUntil(stopping.signal, options)
  return {
    async stop() {
      stopping.abort()
      const waited = new AbortController()
      await Promise.race([done, pause(STOP_MS, waited.signal)])
      waited.abort()
    },
  }
}

async function workUntil(
  signal: AbortSignal,
  { db, onProgress = () => {}, onFailure = () => {} }: LegacyWorkerOptions,
): Promise<void> {
  const throttle = new Throttle()
  const counter = new ProgressCounter(db, onProgress)
  for (let failures = 0; !signal.aborted; ) {
    try {
      const restMs = await workOnce(db, throttle)
      if (restMs === null || !(await counter.count())) return onProgress(NOTHING_LEFT)
      failures = 0
      await pause(restMs, signal)
    } catch (error) {
      if (failures === 0 && !signal.aborted) onFailure(error)
      await pause(Math.min(FIRST_RETRY_MS * 2 ** failures++, MOST_RETRY_MS), signal)
    }
  }
}

interface Slice {
  versions: number
  settled: number
  waiting: number
}

/** One transaction; how long to rest after it, in milliseconds, or null when there is no move any more. */
async function workOnce(db: Db, throttle: Throttle): Promise<number | null> {
  const began = performance.now()
  const slices = await runMove(
    db,
    (sql) => sql<Slice[]>`
      select versions, settled, waiting from legacy_work(${throttle.sliceMs}, ${SETTLE_MS})`,
  )
  const slice = slices?.[0]
  if (!slice) return null
  if (slice.waiting === 0) return IDLE_MS
  if (slice.versions + slice.settled === 0) return HELD_MS
  const tookMs = performance.now() - began
  const strain = await runMove(db, readStrain)
  return strain && throttle.after(tookMs, strain)
}
