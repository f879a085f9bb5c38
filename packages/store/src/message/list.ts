import { LIMITS, type MessageList, must } from '@duck/protocol'
import type { Db } from '../db.ts'
import { run } from '../run.ts'
import { type MessageRow, toMessage } from './rows.ts'

/** At most one of the bounds is given; without any, the newest page. */
export interface ListInput {
  userId: string
  sessionId: string
  /** Rows with an index below it. */
  before?: number | undefined
  /** Rows with an index above it; −1 is from the start. */
  after?: number | undefined
  /** A page with this index in its middle. */
  around?: number | undefined
  limit?: number | undefined
}

type Row = { message_count: number; head_id: string | null } & (
  | MessageRow
  | { [Key in keyof MessageRow]: null }
)

/**
 * One page of a session's messages, all lines, ascending, at most `limit` rows and 4 MiB of text but at least one
 * row, with the count and head of the same snapshot.
 *
 * @throws NOT_FOUND no such session of this user.
 */
export async function listMessages(db: Db, input: ListInput): Promise<MessageList> {
  const limit = input.limit ?? LIMITS.pageDefaultRows
  const after =
    input.around === undefined
      ? (input.after ?? null)
      : Math.max(-1, input.around - Math.floor(limit / 2) - 1)
  const rows = await run(
    () => db.sql<Row[]>`
      select state.message_count, state.head_id, page.*
      from get_session_state(${input.userId}, ${input.sessionId}) state
      left join get_session_messages(${input.userId}, ${input.sessionId}, ${input.before ?? null}, ${after},
        ${limit}, ${LIMITS.pageBytes}) page on true
      order by page.message_index`,
  )
  const { message_count, head_id } = must(rows[0], 'session state')
  return {
    messages: rows.flatMap((row) => (row.id === null ? [] : [toMessage(row)])),
    messageCount: message_count,
    headId: head_id,
  }
}
