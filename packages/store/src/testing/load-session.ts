import { uuidv7 } from '@duck/protocol'
import type postgres from 'postgres'

/**
 * Sessions of `local` with one line of as many messages as asked, put in by a superuser at once and tidied up, so
 * that the pages of the reads after it are their own; gives their ids.
 */
export async function loadSessions(sql: postgres.Sql, counts: readonly number[]): Promise<string[]> {
  const sessionIds: string[] = []
  // Ids that go up as UUIDv7 do, below all that are made today.
  await sql`
    create function loaded_id(n bigint) returns uuid language sql immutable
    return ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`
  for (const [at, count] of counts.entries()) {
    const loaded = counts.slice(0, at).reduce((sum, each) => sum + each, 0)
    sessionIds.push(await loadSession(sql, count, loaded))
  }
  await sql`vacuum (freeze, analyze) messages, chat_sessions`
  await sql`checkpoint`
  return sessionIds
}

async function loadSession(sql: postgres.Sql, count: number, loaded: number): Promise<string> {
  const sessionId = uuidv7()
  await sql`insert into chat_sessions (id, user_id) values (${sessionId}, 'local')`
  await sql.begin(async (tx) => {
    // A look-up of the session for every row's foreign key would take most of the time.
    await tx`set local session_replication_role = replica`
    await tx`
      insert into messages (id, session_id, message_index, role, content, parent_id, moves_head)
      select loaded_id(${loaded} + n), ${sessionId}, n, case n % 2 when 0 then 'user' else 'assistant' end,
        repeat('Quack! ', 28), case when n > 0 then loaded_id(${loaded} + n - 1) end, true
      from generate_series(0, ${count - 1}::integer) n`
  })
  return sessionId
}
