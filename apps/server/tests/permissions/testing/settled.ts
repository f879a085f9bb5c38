import type { TestDatabaseHandle } from '@duck/testing/database'
import { expect, vi } from 'vitest'

/** Waits until nothing is left to be written: every answer has its row, and last times are noted. */
export async function settled(sql: TestDatabaseHandle['sql']): Promise<void> {
  const left = () => sql`
    select s.id from chat_sessions s where exists (
      select from messages m where m.session_id = s.id and m.created_at > coalesce(s.last_message_at, '-infinity'))
    union all
    select id::text from message_streams where ended_at is null`
  await vi.waitFor(async () => expect(await left()).toEqual([]), { timeout: 10_000 })
}
