import { must, type Role } from '@duck/protocol'
import type { WaitingRow } from '../batch/waiting-row.ts'
import type { Db } from '../db.ts'
import { sqlstate, toDuckError } from '../errors.ts'
import { wordsOf } from '../pool/array-types.ts'
import { countViolation, once, type Statements } from '../run.ts'
import type { AppendedRow, StreamColumns } from './appended-row.ts'
import { type Refused, refusalOf } from './refusal-of.ts'
import type { RowToAppend } from './row-to-append.ts'

const UNIQUE_VIOLATION = '23505'

/** What Postgres gives for a batch: arrays with an element a row. */
interface BatchAnswer {
  statuses: string
  message_counts: string
  message_indexes: string
  parent_ids: string
  created_at: Date
  waited_us: number
  held_us: number
}

/**
 * Appends the rows in one statement, which waits for no session. Each gets its answer; null for one that has to go alone: someone
 * else holds its session, or its id is there already.
 *
 * @throws DuckError none of the rows was appended.
 */
export async function appendTogether(
  db: Db,
  rows: readonly WaitingRow[],
): Promise<(AppendedRow | Error | null)[]> {
  const began = Math.min(...rows.map((waiting) => waiting.began))
  try {
    const answer = await db.batches.run(
      (connection) => once(db, connection, (sql) => appendBatch(sql, rows)),
      { began },
    )
    db.metrics.appendBatch(rows.length)
    db.metrics.appendLock('wait', answer.waited_us / 1e6)
    db.metrics.appendLock('hold', answer.held_us / 1e6)
    return answersOf(rows, answer)
  } catch (error) {
    // A race that is lost here is not lost again by the row alone; what else refuses a row refuses it there too.
    if (sqlstate(error) === UNIQUE_VIOLATION) countViolation(db, error)
    throw toDuckError(error)
  }
}

async function appendBatch(sql: Statements, waiting: readonly WaitingRow[]): Promise<BatchAnswer> {
  const rows = waiting.map(({ row }) => row)
  const of = <Value>(value: (row: RowToAppend) => Value) => rows.map(value)
  const hasParents = someOf(rows, ({ parentId }) => (parentId === undefined ? null : 't'))
  const parentIds = hasParents && of(({ parentId }) => parentId ?? null)
  const counts = someOf(rows, ({ expectedMessageCount }) => expectedMessageCount ?? null)
  const streamIds = someOf(rows, ({ answer }) => answer?.streamId ?? null)
  const models = streamIds && of(({ answer }) => answer?.model ?? null)
  const serverId = rows.find(({ answer }) => answer)?.answer?.serverId ?? null
  const metadata = waiting.some((each) => each.metadata !== '{}')
    ? waiting.map((each) => each.metadata)
    : null
  const answers = await sql<BatchAnswer[]>`
    select * from append_batch(${of(({ userId }) => userId)}, ${of(({ sessionId }) => sessionId)},
      ${of(({ id }) => id)}, ${of<Role>(({ role }) => role)}, ${of(({ content }) => content)},
      ${metadata}::text[]::jsonb[], ${parentIds}, ${hasParents}::text[]::boolean[], ${counts},
      ${streamIds}, ${models}, ${serverId})`
  return must(answers[0], 'the answer to a batch')
}

/** The column, or null when it says nothing about any row. */
function someOf<Value>(
  rows: readonly RowToAppend[],
  value: (row: RowToAppend) => Value | null,
): (Value | null)[] | null {
  const values = rows.map(value)
  return values.some((each) => each !== null) ? values : null
}

function answersOf(rows: readonly WaitingRow[], answer: BatchAnswer): (AppendedRow | Error | null)[] {
  const statuses = wordsOf(answer.statuses)
  const counts = wordsOf(answer.message_counts)
  const indexes = wordsOf(answer.message_indexes)
  const parentIds = wordsOf(answer.parent_ids)
  return rows.map((waiting, place) => {
    // The words of append_locked.
    const status = statuses[place] as Refused['status'] | 'new' | 'known' | 'busy'
    if (status === 'known' || status === 'busy') return null
    if (status !== 'new') return refusalOf({ status, message_count: Number(counts[place]) })
    const parentId = parentIds[place] ?? 'NULL'
    return newRow(waiting, Number(indexes[place]), parentId === 'NULL' ? null : parentId, answer.created_at)
  })
}

function newRow(
  { row, metadata }: WaitingRow,
  messageIndex: number,
  parentId: string | null,
  createdAt: Date,
): AppendedRow {
  return {
    status: 'new',
    message_index: messageIndex,
    metadata: metadata === '{}' ? {} : JSON.parse(metadata),
    parent_id: parentId,
    moves_head: true,
    origin: 'client',
    finish_reason: null,
    created_at: createdAt,
    updated_at: createdAt,
    stream: row.answer ? queued(row.answer, createdAt) : null,
  }
}

function queued(
  { streamId, model, serverId }: NonNullable<RowToAppend['answer']>,
  createdAt: Date,
): StreamColumns {
  return {
    stream_id: streamId,
    stream_model: model,
    stream_status: 'queued',
    stream_error_class: null,
    stream_server_id: serverId,
    stream_created_at: createdAt,
    stream_opened_at: null,
    stream_ended_at: null,
  }
}
