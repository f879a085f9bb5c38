import type postgres from 'postgres'
import type { Legacy } from '../legacy.ts'
import { asMover } from './as-mover.ts'
import { refuseUnadopted } from './refuse-unadopted.ts'

export interface LogEntry {
  at: string
  sessionId: string | null
  step: string
  detail: Record<string, unknown>
}

export interface LogOptions {
  /** All steps of this one; else the newest of all. */
  session?: string | undefined
  limit?: number
}

/**
 * What happened, the oldest first; also when it is all over.
 *
 * @throws Error a sentence, where nothing was adopted.
 */
export async function log({ sql }: Legacy, { session, limit = 100 }: LogOptions = {}): Promise<LogEntry[]> {
  if (!(await isPurged(sql))) await refuseUnadopted(sql)
  const rows = await asMover(
    sql,
    (tx) => tx<{ at: Date; session_id: string | null; step: string; detail: Record<string, unknown> }[]>`
      select * from (
        select id, at, session_id, step, detail from legacy_log
        where ${session ?? null}::text is null or session_id = ${session ?? null}
        order by id desc limit ${limit}) l
      order by id`,
  )
  return rows.map(({ at, session_id, step, detail }) => ({
    at: at.toISOString(),
    sessionId: session_id,
    step,
    detail,
  }))
}

/** What a move leaves: the log, and no state. */
async function isPurged(sql: postgres.Sql): Promise<boolean> {
  const [row] = await sql<{ left: boolean }[]>`select to_regclass('public.legacy_log') is not null as left`
  return row?.left ?? false
}

/** Whether there is such a session. */
export async function hasSession({ sql }: Legacy, id: string): Promise<boolean> {
  const rows = await asMover(sql, (tx) => tx`select from chat_sessions where id = ${id}`)
  return rows.length > 0
}
