import type { TestDatabaseHandle } from '@duck/testing/database'

const DEEP = 500
const LARGE_BYTES = 5 * 1024 * 1024

/** Rows that no call can make; `metadata` is JSON text. */
export const ODD_ROWS: readonly { metadata: string; content: string }[] = [
  { metadata: '[1, "x"]', content: 'an array' },
  { metadata: '"text"', content: 'a text' },
  { metadata: 'null', content: 'null' },
  { metadata: '{"model": 7, "usage": "x", "origin": []}', content: 'keys of the server' },
  { metadata: '{"__proto__": {"polluted": true}}', content: 'a key of the prototype' },
  { metadata: '{"n": 1e400}', content: 'a number beyond every other' },
  { metadata: `${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}`, content: '500 levels' },
  { metadata: '{}', content: 'x'.repeat(LARGE_BYTES) },
]

/** Puts them behind the session's one row, as answers, each to the one before. */
export async function insertOddRows(sql: TestDatabaseHandle['sql'], sessionId: string): Promise<void> {
  for (const [at, { metadata, content }] of ODD_ROWS.entries())
    await sql`
      insert into messages (session_id, message_index, parent_id, role, content, metadata)
      select session_id, message_index + 1, id, 'assistant', ${content}, ${metadata}::text::jsonb
      from messages where session_id = ${sessionId} and message_index = ${at}`
}
