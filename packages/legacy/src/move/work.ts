import type postgres from 'postgres'
import type { Legacy } from '../legacy.ts'
import { pause } from './pause.ts'
import { rest } from './rest.ts'
import { Throttle } from './throttle.ts'

/** How long a last answer has not changed when it is taken for finished, in milliseconds. */
export const SETTLE_MS = 10_000
/** How long to wait for a session that somebody holds. */
const HELD_MS = 50
const MOST_HELD = 200

export interface WorkOptions {
  signal?: AbortSignal | undefined
  throttle?: Throttle
  settleMs?: number
}

/**
 * Does what waits for the worker, until nothing does; how many rows it made. Sessions that somebody holds all the time, ten
 * seconds long, are left.
 */
export async function work(
  { sql }: Legacy,
  { signal, throttle = new Throttle(), settleMs = SETTLE_MS }: WorkOptions = {},
): Promise<number> {
  let made = 0
  for (let held = 0; held < MOST_HELD && !signal?.aborted; ) {
    const began = performance.now()
    const { versions, messages, settled, waiting } = await workSlice(sql, throttle, settleMs)
    made += messages + settled
    if (waiting === 0) break
    const idle = versions + settled === 0
    held = idle ? held + 1 : 0
    if (idle) await pause(HELD_MS, signal)
    else await rest(sql, throttle, performance.now() - began, signal)
  }
  return made
}

/** What one transaction of the worker did. */
export interface WorkSlice {
  versions: number
  messages: number
  settled: number
  waiting: number
}

/** One transaction of the worker. */
export async function workSlice(
  sql: postgres.Sql,
  throttle: Throttle,
  settleMs: number = SETTLE_MS,
): Promise<WorkSlice> {
  const [slice] = await sql<WorkSlice[]>`select * from legacy_work(${throttle.sliceMs}, ${settleMs})`
  return slice ?? { versions: 0, messages: 0, settled: 0, waiting: 0 }
}
