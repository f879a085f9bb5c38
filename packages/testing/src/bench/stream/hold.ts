import { setTimeout as delay } from 'node:timers/promises'
import type { DelayCounts } from '../live/delays.ts'
import type { Pace } from '../live/pace.ts'
import { STAMP_UNITS } from '../live/stamp.ts'
import { countCheckpoints } from './count-checkpoints.ts'
import type { StreamStage } from './open-stage.ts'

/** What came of so many answers at once. */
export interface Held {
  /** Each tab had all of its answer, and each answer is a row with all of its text. */
  whole: boolean
  delays: DelayCounts
  /** Statements a second that made text durable, while the answers were written. */
  statementsPerSecond: number
}

const LATE_MS = 10_000
const SENT_AT_ONCE = 10
const ROW_LOOKS = 50
const ROW_LOOK_MS = 100

/** One answer in each of these sessions, each watched by the tab of the group that shows its session. */
export async function hold(
  { duck, tabs, admin }: StreamStage,
  { group, sessionIds }: { group: string; sessionIds: readonly string[] },
  pace: Pace,
): Promise<Held> {
  const units = pace.count * STAMP_UNITS
  const ms = (pace.count / pace.perSecond) * 1000
  const before = await countCheckpoints(admin)
  const rowsBefore = await countRows(admin, sessionIds, units)
  await tabs.expect(group, units)
  const began = performance.now()
  await sendAll(sessionIds, (sessionId) => duck.send(sessionId, pace))
  const report = await tabs.report(group, ms + LATE_MS)
  const seconds = (performance.now() - began) / 1000
  const statements = (await countCheckpoints(admin)) - before
  const rows = await untilRows(() => countRows(admin, sessionIds, units), rowsBefore + sessionIds.length)
  return {
    whole: report.whole === sessionIds.length && rows,
    delays: report.delays,
    statementsPerSecond: statements / seconds,
  }
}

async function sendAll(sessionIds: readonly string[], send: (id: string) => Promise<void>): Promise<void> {
  const left = [...sessionIds]
  const sendSome = async () => {
    for (let id = left.pop(); id !== undefined; id = left.pop()) await send(id)
  }
  await Promise.all(Array.from({ length: SENT_AT_ONCE }, sendSome))
}

async function countRows(
  admin: StreamStage['admin'],
  sessionIds: readonly string[],
  units: number,
): Promise<number> {
  const [row] = await admin<[{ rows: number }]>`
    select count(*)::int as rows from messages
    where session_id in ${admin(sessionIds)} and finish_reason = 'completed' and length(content) = ${units}`
  return row.rows
}

async function untilRows(count: () => Promise<number>, wanted: number): Promise<boolean> {
  for (let looks = 0; looks < ROW_LOOKS; looks++) {
    if ((await count()) >= wanted) return true
    await delay(ROW_LOOK_MS)
  }
  return false
}
