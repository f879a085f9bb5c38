import { must } from '@duck/protocol'
import type { WaitingRow } from '../batch/waiting-row.ts'
import type { Db } from '../db.ts'
import { isLockTimeout } from '../errors.ts'
import { ACQUIRE_MS } from '../pool/pool.ts'
import { sessionBusy } from '../pool/turns.ts'
import { MOST_TRIES, run, type Statements } from '../run.ts'
import { LOCK_WAIT_MS } from '../run-in-turn.ts'
import type { AppendedRow, StreamColumns } from './appended-row.ts'
import { type Refused, refusalOf } from './refusal-of.ts'

type Judged = { waited_us: number; held_us: number } & (There | Refused | { status: 'busy' })
type There = Omit<AppendedRow, 'stream'> & (StreamColumns | { stream_id: null })

// How long an id may be open in another transaction before the session is let go, and for how long: its other writers
// wait meanwhile.
const ID_WAIT_MS = 10
const PAUSE_MS = 50

/**
 * Appends one row by itself: waits for its session's turn, a connection and the session's lock, at most 2.5 s in all.
 *
 * @throws DuckError what became of it, unless it is there.
 */
export async function appendAlone(db: Db, waiting: WaitingRow): Promise<AppendedRow> {
  for (;;) {
    const judged = await tryInTurn(db, waiting)
    if (judged) {
      db.metrics.appendLock('wait', judged.waited_us / 1e6)
      db.metrics.appendLock('hold', judged.held_us / 1e6)
      return settled(judged)
    }
    if (timeLeft(waiting) <= 0) throw sessionBusy()
    await new Promise((wake) => setTimeout(wake, PAUSE_MS * (1 + Math.random())))
  }
}

/** Null when the id is open in another transaction; then the session's other writers have their turn. */
function tryInTurn(db: Db, waiting: WaitingRow): Promise<Judged | null> {
  const { row, began } = waiting
  return db.turns.take(row.sessionId, timeLeft(waiting), async () => {
    const sent = performance.now()
    try {
      return await run(db, (sql) => appendOne(sql, waiting), {
        pool: db.waits,
        began,
        userId: row.userId,
        mostTries: MOST_TRIES - waiting.tries,
      })
    } catch (error) {
      // One that waited for its session waited longer.
      if (isLockTimeout(error) && performance.now() - sent < LOCK_WAIT_MS) return null
      throw error
    }
  })
}

function timeLeft({ began }: WaitingRow): number {
  return began + ACQUIRE_MS - performance.now()
}

async function appendOne(sql: Statements, { row, metadata }: WaitingRow): Promise<Judged> {
  // As text: postgres.js takes an array of booleans for a boolean.
  const hasParent = row.parentId === undefined ? 'f' : 't'
  const { streamId = null, model = null, serverId = null } = row.answer ?? {}
  const rows = await sql<Judged[]>`
    select * from append_messages(${[row.userId]}, ${[row.sessionId]}, ${[row.id]}, ${[row.role]},
      ${[row.content]}, ${[metadata]}::text[]::jsonb[], ${[row.parentId ?? null]}, ${[hasParent]}::text[]::boolean[],
      ${[row.expectedMessageCount ?? null]}, ${[streamId]}, ${[model]}, ${serverId}, ${LOCK_WAIT_MS},
      ${ID_WAIT_MS})`
  return must(rows[0], 'the appended row')
}

function settled(judged: Judged): AppendedRow {
  switch (judged.status) {
    case 'new':
    case 'replay':
      return { ...judged, stream: judged.stream_id === null ? null : judged }
    case 'busy':
      throw sessionBusy()
    default:
      throw refusalOf(judged)
  }
}
