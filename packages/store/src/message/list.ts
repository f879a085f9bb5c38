import { type Feedback, type FeedbackValue, LIMITS, type MessageList, must } from '@duck/protocol'
import type { Db } from '../db.ts'
import { openHistory } from '../legacy/open-history.ts'
import { shadowRead } from '../legacy/shadow-read.ts'
import { run, type Statements } from '../run.ts'
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

type Row = {
  message_count: number
  head_id: string | null
  feedback_value: FeedbackValue | null
  feedback_note: string | null
} & (MessageRow | { [Key in keyof MessageRow]: null })

/**
 * One page of a session's messages, all lines, ascending, at most `limit` rows and 4 MiB of text but at least one
 * row, with their feedback, and the count and head of the same snapshot.
 *
 * @throws NOT_FOUND no such session of this user.
 */
export function listMessages(db: Db, input: ListInput): Promise<MessageList> {
  return listPage(db, input, (sql) => pageOf(sql, input))
}

type Page = ReturnType<typeof pageOf>

/**
 * The rows of `page` with their feedback, and the count and head of the same snapshot.
 *
 * @throws NOT_FOUND no such session of this user; SERVICE_UNAVAILABLE, also `history-moving`.
 */
export async function listPage(
  db: Db,
  { userId, sessionId }: { userId: string; sessionId: string },
  page: (sql: Statements) => Page,
): Promise<MessageList> {
  await openHistory(db, { userId, sessionId })
  const rows = await run(
    db,
    (sql) => sql<Row[]>`
      with page as materialized (${page(sql)})
      select state.message_count, state.head_id, page.*, f.value as feedback_value, f.note as feedback_note
      from get_session_state(${userId}, ${sessionId}) state
      left join page on true
      left join get_session_feedback(${userId}, ${sessionId},
        (select min(message_index) from page), (select max(message_index) from page)) f on f.message_id = page.id
      order by page.message_index`,
    { userId },
  )
  shadowRead(db, { userId, sessionId })
  const { message_count, head_id } = must(rows[0], 'session state')
  const feedback = rows.flatMap(feedbackIn)
  return {
    messages: rows.flatMap((row) => (row.id === null ? [] : [toMessage(row)])),
    messageCount: message_count,
    headId: head_id,
    ...(feedback.length > 0 && { feedback }),
  }
}

function feedbackIn({ id, feedback_value: value, feedback_note: note }: Row): Feedback[] {
  return id === null || value === null ? [] : [{ messageId: id, value, note }]
}

function pageOf(sql: Statements, { userId, sessionId, before, after, around, limit }: ListInput) {
  const most = limit ?? LIMITS.pageDefaultRows
  if (around === undefined)
    return sql`
      select * from get_session_messages(${userId}, ${sessionId}, ${before ?? null}, ${after ?? null}, ${most},
        ${LIMITS.pageBytes})`
  // Half a page to each side of the message, so that long neighbours cannot push it off.
  const above = Math.floor(most / 2)
  return sql`
    select * from get_session_messages(${userId}, ${sessionId}, ${around}, null, ${above}, ${LIMITS.pageBytes / 2})
    union all
    select * from get_session_messages(${userId}, ${sessionId}, null, ${around - 1}, ${most - above},
      ${LIMITS.pageBytes / 2})`
}
