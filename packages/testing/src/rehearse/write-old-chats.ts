import type postgres from 'postgres'
import type { OldChat } from './old-chat.ts'

// So many sessions a statement.
const AT_ONCE = 200

/** Makes the old app's table, unless it is there, and fills it, as an app of its own would. */
export async function writeOldChats(sql: postgres.Sql, chats: readonly OldChat[]): Promise<void> {
  await sql`
    create table if not exists chat_sessions (
      id text primary key, user_id text not null, title text, model text, messages jsonb,
      created_at timestamptz default now(), updated_at timestamptz default now())`
  for (let from = 0; from < chats.length; from += AT_ONCE) {
    const rows = chats.slice(from, from + AT_ONCE).map(({ id, userId, title, createdAt, messages }) => ({
      id,
      user_id: userId,
      title,
      model: 'old/model-1',
      messages,
      created_at: createdAt,
      updated_at: createdAt,
    }))
    await sql`
      insert into chat_sessions (id, user_id, title, model, messages, created_at, updated_at)
      select id, user_id, title, model, messages, created_at, updated_at
      from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) r (
        id text, user_id text, title text, model text, messages jsonb, created_at timestamptz, updated_at timestamptz)`
  }
}

/** What every session's JSONB column holds, as Postgres writes it, by id. */
export async function readArrays(sql: postgres.Sql): Promise<Map<string, string | null>> {
  const rows = await sql<{ id: string; messages: string | null }[]>`
    select id, messages::text as messages from chat_sessions`
  return new Map(rows.map(({ id, messages }) => [id, messages]))
}
