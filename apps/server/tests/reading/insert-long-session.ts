import type { TestDatabaseHandle } from '@duck/testing/database'

/** The time of the message with index 0; each is a minute after the one before. */
export const FIRST_AT = '2025-03-01T12:00:00.000Z'

/** Puts `count` messages into an empty session: `message 0`, `message 1` and so on, said and answered in turn. */
export async function insertLongSession(
  sql: TestDatabaseHandle['sql'],
  sessionId: string,
  count: number,
): Promise<void> {
  await sql`
    with ids as materialized (select n, uuidv7() as id from generate_series(0, ${count - 1}::int) n)
    insert into messages (id, session_id, message_index, parent_id, role, content, created_at)
    select id, ${sessionId}, n, lag(id) over (order by n), case n % 2 when 0 then 'user' else 'assistant' end,
      'message ' || n || repeat(E'\n\nwith more to say', n % 5), ${FIRST_AT}::timestamptz + n * interval '1 minute'
    from ids`
  await sql`analyze messages`
}
