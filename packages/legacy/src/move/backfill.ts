import type { Legacy } from '../legacy.ts'
import type { MoveOptions } from './move-options.ts'
import { pause } from './pause.ts'
import { refuseUnadopted } from './refuse-unadopted.ts'
import { rest } from './rest.ts'
import { Throttle, type ThrottleOptions } from './throttle.ts'
import { work, workSlice } from './work.ts'

export interface Backfilled {
  /** Sessions absorbed by this run. */
  sessions: number
  messages: number
  /** Sessions that somebody held all the time, and that the next run takes. */
  held: number
  /** Whether it was told to end before it was through. */
  interrupted: boolean
}

export interface BackfillOptions extends MoveOptions, ThrottleOptions {
  /** How long to go on with sessions that somebody holds, while nothing else is left; in milliseconds. */
  patienceMs?: number
}

/**
 * Makes rows of every array that was never absorbed, in key order, a short transaction at a time, and of what waits for the
 * worker. Where it never rests two stretches are taken side by side. Two may run at once, and one that was killed is taken up
 * where its last transaction ended. Sessions that somebody holds all the time are left.
 *
 * @throws Error a sentence, where nothing was adopted.
 */
export async function backfill(
  legacy: Legacy,
  { onProgress, signal, patienceMs = PATIENCE_MS, ...throttling }: BackfillOptions = {},
): Promise<Backfilled> {
  const { sql } = legacy
  await refuseUnadopted(sql)
  const throttle = new Throttle(throttling)
  const report = { sessions: 0, messages: 0 }
  const total = await countLeft(legacy)
  let stretches = throttle.rests ? [WHOLE] : await halves(legacy)
  const through = async ({ after: first, until }: Stretch) => {
    let held = 0
    for (let after: string | null = first; after !== null && !signal?.aborted; ) {
      const began = performance.now()
      const slice: Slice | undefined = (
        await sql<Slice[]>`select * from legacy_backfill(${after}, 100, 2000, ${throttle.sliceMs})`
      )[0]
      if (!slice) break
      after = until !== null && slice.last_id !== null && slice.last_id >= until ? null : slice.last_id
      held += slice.busy
      report.sessions += slice.sessions
      report.messages += slice.messages
      // What the old app writes meanwhile does not wait for the end.
      const { messages, settled } = await workSlice(sql, throttle)
      report.messages += messages + settled
      onProgress?.({ done: Math.min(report.sessions, total), total, messages: report.messages })
      await rest(sql, throttle, performance.now() - began, signal)
    }
    return held
  }
  let held = 0
  // Again from the start as long as sessions were passed over since somebody held them; and behind the halves in any case, since
  // the database may order ids otherwise than they are compared here.
  for (let since = performance.now(); !signal?.aborted; ) {
    const before = report.sessions
    held = (await Promise.all(stretches.map(through))).reduce((sum, each) => sum + each, 0)
    if (report.sessions > before) since = performance.now()
    const wasWhole = stretches[0] === WHOLE
    stretches = [WHOLE]
    if (wasWhole && (held === 0 || performance.now() - since > patienceMs)) break
    if (held > 0) await pause(HELD_MS, signal)
  }
  const worked = await work(legacy, { signal, throttle })
  return { ...report, messages: report.messages + worked, held, interrupted: signal?.aborted ?? false }
}

/** Sessions after the one, up to the other; null is the last. */
interface Stretch {
  after: string
  until: string | null
}

const WHOLE: Stretch = { after: '', until: null }

/** Where nobody else uses the database two go on side by side. */
async function halves({ sql }: Legacy): Promise<Stretch[]> {
  const [row] = await sql<{ middle: string }[]>`
    select id as middle from chat_sessions order by id offset (select count(*) / 2 from chat_sessions) limit 1`
  return row
    ? [
        { after: '', until: row.middle },
        { after: row.middle, until: null },
      ]
    : [WHOLE]
}

const HELD_MS = 250
const PATIENCE_MS = 10_000

interface Slice {
  sessions: number
  messages: number
  last_id: string | null
  busy: number
}

async function countLeft({ sql }: Legacy): Promise<number> {
  const [row] = await sql<{ left: number }[]>`
    select count(*)::int as left from chat_sessions c left join legacy_sessions l on l.session_id = c.id
    where c.storage <> 'rows' and l.absorbed_at is null`
  return row?.left ?? 0
}
