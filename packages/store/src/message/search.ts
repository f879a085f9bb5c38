import { LIMITS, type SearchHit, type SearchPage } from '@duck/protocol'
import { fromCursor, toCursor, wrongCursor } from '../cursor.ts'
import type { Db } from '../db.ts'
import { runLongRead } from '../run-long-read.ts'
import { matchRanges } from './match-ranges.ts'

export interface SearchInput {
  userId: string
  query: string
  /** Only in this session. */
  sessionId?: string | undefined
  cursor?: string | null | undefined
  limit?: number | undefined
  /** How much text one call looks at; a row counts 256 bytes more. */
  maxBytes?: number | undefined
}

interface Place {
  session_id: string
  message_index: number
}

type Row = Place &
  ({ message_id: string; excerpt: string; match_start: number | null } | { message_id: null })

/**
 * Messages of the user's live sessions whose text contains the query, literally but for the case of letters; by session
 * id and index, both descending. One call looks at a bounded amount of text: a page with few hits, or none, has a cursor
 * when there is more to look at.
 *
 * @throws NOT_FOUND no such session of this user; BAD_REQUEST field `cursor` for one that this call never gave;
 *   SERVICE_UNAVAILABLE `pool-full` when many search.
 */
export async function searchMessages(db: Db, input: SearchInput): Promise<SearchPage> {
  const { userId, query, sessionId = null } = input
  const after = input.cursor ? placeIn(input.cursor, sessionId) : null
  const rows = await runLongRead(
    db,
    userId,
    (sql) => sql<Row[]>`
      select * from search_messages(${userId}, ${query}, ${sessionId}, ${after?.session_id ?? null},
        ${after?.message_index ?? null}, ${input.limit ?? LIMITS.searchHits}, ${input.maxBytes ?? LIMITS.searchedBytes})`,
  )
  const last = rows.at(-1)
  return {
    hits: rows.flatMap((row) => (row.message_id === null ? [] : [toHit(row, query)])),
    nextCursor: last?.message_id === null ? toCursor(`${last.session_id}|${last.message_index}`) : null,
  }
}

function toHit(row: Row & { message_id: string }, query: string): SearchHit {
  return {
    messageId: row.message_id,
    sessionId: row.session_id,
    messageIndex: row.message_index,
    snippet: row.excerpt,
    ranges: matchRanges(row.excerpt, query, row.match_start),
  }
}

function placeIn(cursor: string, sessionId: string | null): Place {
  const [, session_id = '', index = ''] = fromCursor(cursor, /^([A-Za-z0-9_-]{1,64})\|(\d{1,10})$/)
  const message_index = Number(index)
  if (message_index > MAX_INTEGER || (sessionId !== null && sessionId !== session_id)) throw wrongCursor()
  return { session_id, message_index }
}

const MAX_INTEGER = 2_147_483_647
