import { must, uuidv7 } from '@duck/protocol'
import type postgres from 'postgres'
import { arrayLiteral } from './array-literal.ts'
import type { Kept } from './contender.ts'
import { texts } from './texts.ts'

/** A session as a client knows it that numbers its messages itself. */
export interface Session {
  id: string
  userId: string
  /** Messages so far. */
  count: number
  lastId: string | null
}

export interface SessionsToLoad {
  sessions: number
  users: number
  /** Messages that each is to have already; none without. */
  messages?: number
}

/** Puts new sessions into the database, of which the users have equally many. */
export async function loadSessions(
  admin: postgres.Sql,
  { sessions, users, messages = 0 }: SessionsToLoad,
): Promise<Session[]> {
  const loaded = Array.from({ length: sessions }, (_, place) => ({
    id: uuidv7(),
    userId: `user-${place % users}`,
    count: messages,
    lastId: null,
  }))
  const ids = arrayLiteral(loaded.map(({ id }) => id))
  await admin`
    insert into chat_sessions (id, user_id)
    select * from unnest(${ids}::text[], ${arrayLiteral(loaded.map(({ userId }) => userId))}::text[])`
  await admin`
    insert into messages (id, session_id, message_index, role, content)
    select uuidv7(), session_id, n, 'user', (${arrayLiteral(texts)}::text[])[1 + n % ${texts.length}::integer]
    from generate_series(0, ${messages - 1}::integer) n cross join unnest(${ids}::text[]) session_id`
  return loaded
}

/** One after the other, over and over. */
export function roundRobin<Item>(items: readonly Item[]): () => Item {
  let next = 0
  return () => must(items[next++ % items.length], 'item')
}

/** The rows of the sessions beyond those they were loaded with, and whether their indexes have holes. */
export async function keptIn(
  admin: postgres.Sql,
  {
    sessions,
    loaded = 0,
    table = 'messages',
  }: { sessions: readonly Session[]; loaded?: number; table?: string },
): Promise<Kept> {
  const ids = arrayLiteral(sessions.map(({ id }) => id))
  const [row] = await admin<[Kept]>`
    select coalesce(sum(count), 0)::integer as rows, (count(*) filter (where count <> last + 1))::integer as holed
    from (
      select count(*), max(message_index) as last from ${admin(table)}
      where session_id = any (${ids}::text[]) group by session_id
    ) each`
  return { rows: row.rows - loaded * sessions.length, holed: row.holed }
}
