import { DuckError, type Feedback, type FeedbackValue } from '@duck/protocol'
import type { Db } from '../db.ts'
import { openHistory } from '../legacy/open-history.ts'
import { run } from '../run.ts'
import { LOCK_WAIT_MS } from '../run-in-turn.ts'

export interface GiveFeedbackInput {
  userId: string
  messageId: string
  /** Null takes back what was given. */
  value: FeedbackValue | null
  note: string | null
}

/**
 * Keeps what a user thinks of a message of theirs, in place of what was there.
 *
 * @returns the message's session.
 * @throws NOT_FOUND unknown, another's, or in a deleted session; SERVICE_UNAVAILABLE when someone holds the session.
 */
export async function giveFeedback(
  db: Db,
  { userId, messageId, value, note }: GiveFeedbackInput,
): Promise<string> {
  const [row] = await run(
    db,
    (sql) => sql<{ session_id: string }[]>`
      select give_feedback as session_id from give_feedback(${userId}, ${messageId}, ${value}, ${note}, ${LOCK_WAIT_MS})`,
    { pool: db.waits, userId },
  )
  if (!row) throw new DuckError('NOT_FOUND', 'There is no such message.')
  return row.session_id
}

export interface ListFeedbackInput {
  userId: string
  sessionId: string
  /** Indexes of messages, both of them included. */
  first: number
  last: number
}

/**
 * What the user thinks of the messages in a range of indexes, ascending.
 *
 * @throws NOT_FOUND no such session of this user; SERVICE_UNAVAILABLE, also `history-moving`.
 */
export async function listFeedback(db: Db, input: ListFeedbackInput): Promise<Feedback[]> {
  const { userId, sessionId, first, last } = input
  await openHistory(db, input)
  const rows = await run(
    db,
    (sql) => sql<{ message_id: string; value: FeedbackValue; note: string | null }[]>`
      select message_id, value, note from get_session_feedback(${userId}, ${sessionId}, ${first}, ${last})`,
    { userId },
  )
  return rows.map(({ message_id, value, note }) => ({ messageId: message_id, value, note }))
}
