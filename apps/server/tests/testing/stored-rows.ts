import type { TestDatabaseHandle } from '@duck/testing/database'

export interface StoredRow {
  id: string
  index: number
  role: string
  text: string
  finishReason: string | null
}

/** The session's rows as the database holds them. */
export function storedRows(sql: TestDatabaseHandle['sql'], sessionId: string): Promise<StoredRow[]> {
  return sql<StoredRow[]>`
    select id, message_index as index, role, content as text, finish_reason as "finishReason"
    from messages where session_id = ${sessionId} order by message_index`
}
