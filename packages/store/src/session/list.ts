import { DuckError, LIMITS, type SessionList } from '@duck/protocol'
import { and, desc, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import { fromCursor, toCursor, wrongCursor } from '../cursor.ts'
import type { Db } from '../db.ts'
import { sqlstate } from '../errors.ts'
import { chatSessions } from '../schema/tables.ts'
import { asUser } from './as-user.ts'
import { sessionColumns, toSession } from './columns.ts'

export interface SessionListInput {
  userId: string
  cursor?: string | null | undefined
  limit?: number | undefined
  archived?: boolean | undefined
  deleted?: boolean | undefined
}

const activity = sql<string>`coalesce(${chatSessions.lastMessageAt}, ${chatSessions.createdAt})`
// An old app's session may have no time at all: the order above puts it first.
const place = sql<string>`${chatSessions.pinned}::int || '|' || coalesce((${activity})::text, 'infinity') || '|' || ${chatSessions.id}`

/**
 * The user's sessions, pinned first, then by latest message. `archived` and `deleted` choose those instead.
 *
 * @throws BAD_REQUEST field `cursor` for one that this call never gave.
 */
export async function listSessions(db: Db, input: SessionListInput): Promise<SessionList> {
  const limit = input.limit ?? LIMITS.pageDefaultRows
  const rows = await asUser(db, input.userId, (tx) =>
    tx
      .select({ ...sessionColumns, place })
      .from(chatSessions)
      .where(
        and(
          eq(chatSessions.userId, input.userId),
          (input.deleted ? isNotNull : isNull)(chatSessions.deletedAt),
          input.deleted ? undefined : (input.archived ? isNotNull : isNull)(chatSessions.archivedAt),
          input.cursor ? after(input.cursor) : undefined,
        ),
      )
      .orderBy(desc(chatSessions.pinned), desc(activity), desc(chatSessions.id))
      .limit(limit + 1),
  ).catch((error: unknown) => {
    throw BAD_TIME.has(sqlstate(error instanceof DuckError ? error.cause : error)) ? wrongCursor() : error
  })
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    sessions: page.map(({ place: _place, ...row }) => toSession(row)),
    nextCursor: rows.length > limit && last ? toCursor(last.place) : null,
  }
}

// invalid_datetime_format and datetime_field_overflow; only a cursor brings a time from outside.
const BAD_TIME = new Set(['22007', '22008'])

/** Rows that come after the cursor's row in the list's order. */
function after(cursor: string) {
  const [, pinned, at, id] = fromCursor(cursor, /^([01])\|([0-9 :.+-]+|infinity)\|([A-Za-z0-9_-]+)$/)
  const when = at === 'infinity' ? sql`coalesce(${activity}, 'infinity')` : activity
  return sql`(${chatSessions.pinned}, ${when}, ${chatSessions.id}) < (${pinned === '1'}, ${at}::timestamptz, ${id})`
}
