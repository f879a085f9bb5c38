import type { AppendResult } from '@duck/metrics'
import { DuckError, type Metadata, must, type Role } from '@duck/protocol'
import type { Db } from '../db.ts'
import type { Statements } from '../run.ts'
import { LOCK_WAIT_MS, runInTurn } from '../run-in-turn.ts'
import type { AppendedRow } from './appended-row.ts'

/** One message to append, with the stream of its answer if one is asked for. */
export interface RowToAppend {
  userId: string
  sessionId: string
  id: string
  role: Role
  content: string
  metadata?: Metadata | undefined
  parentId?: string | null | undefined
  expectedMessageCount?: number | undefined
  answer?: { streamId: string; model: string; serverId: string }
}

/**
 * Appends one row as a batch of one: waits for its session's turn, a connection and the session's lock, at most 2.5 s
 * in all.
 *
 * @throws DuckError what became of it, unless it is there.
 */
export async function appendRow(db: Db, row: RowToAppend): Promise<AppendedRow> {
  const began = performance.now()
  try {
    const appended = await runInTurn(db, row.sessionId, (sql) => appendOne(sql, row))
    db.metrics.appendLock('wait', appended.waited_us / 1e6)
    db.metrics.appendLock('hold', appended.held_us / 1e6)
    db.metrics.append(appended.status, (performance.now() - began) / 1000)
    return appended
  } catch (error) {
    db.metrics.append(resultOf(error), (performance.now() - began) / 1000)
    throw error
  }
}

async function appendOne(sql: Statements, row: RowToAppend): Promise<AppendedRow> {
  const metadata = JSON.stringify(row.metadata ?? {})
  // As text: postgres.js takes an array of booleans for a boolean.
  const hasParent = row.parentId === undefined ? 'f' : 't'
  const { streamId = null, model = null, serverId = null } = row.answer ?? {}
  const rows = await sql<Judged[]>`
    select * from append_messages(${[row.userId]}, ${[row.sessionId]}, ${[row.id]}, ${[row.role]},
      ${[row.content]}, ${[metadata]}::text[]::jsonb[], ${[row.parentId ?? null]}, ${[hasParent]}::text[]::boolean[],
      ${[row.expectedMessageCount ?? null]}, ${[streamId]}, ${[model]}, ${serverId}, ${LOCK_WAIT_MS})`
  return settled(must(rows[0], 'the appended row'))
}

type Judged =
  | AppendedRow
  | { status: 'conflict' | 'count' | 'parent' | 'busy' | 'not-found'; message_count: number }

function settled(row: Judged): AppendedRow {
  switch (row.status) {
    case 'new':
    case 'replay':
      return row
    case 'not-found':
      throw new DuckError('NOT_FOUND', 'There is no such session.')
    case 'conflict':
      throw new DuckError('CONFLICT', 'The id is taken by something else.', { reason: 'id-reused' })
    case 'count':
      throw new DuckError('CONFLICT', 'The session has another message count.', {
        reason: 'message-count',
        actualMessageCount: row.message_count,
      })
    case 'parent':
      throw new DuckError('BAD_REQUEST', 'The value does not fit this session.', { field: 'parentId' })
    case 'busy':
      throw new DuckError('SERVICE_UNAVAILABLE', 'The session is busy.', {
        reason: 'session-busy',
        retryAfterMs: 500,
      })
  }
}

const RESULTS: Partial<Record<string, AppendResult>> = {
  NOT_FOUND: 'not-found',
  CONFLICT: 'conflict',
  BAD_REQUEST: 'bad-request',
  SERVICE_UNAVAILABLE: 'unavailable',
}

function resultOf(error: unknown): AppendResult {
  return (error instanceof DuckError && RESULTS[error.code]) || 'error'
}
