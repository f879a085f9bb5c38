import type postgres from 'postgres'
import { arrayLiteral } from '../append/array-literal.ts'
import { texts } from '../append/texts.ts'

/** How much the old app has. */
export interface LegacySize {
  sessions: number
  /** In each session's array. */
  messages: number
}

/** Every so many sessions belong to one user. */
const SESSIONS_OF_A_USER = 20

/** The old app's table with arrays of texts of 200 characters, their times a minute apart; session ids count from `first` on. */
export async function loadArrays(
  admin: postgres.Sql,
  { sessions, messages }: LegacySize,
  first = 0,
): Promise<void> {
  await admin`
    create table if not exists chat_sessions (
      id text primary key, user_id text not null, title text, model text, messages jsonb,
      created_at timestamptz default now(), updated_at timestamptz default now())`
  await admin`
    insert into chat_sessions (id, user_id, title, messages)
    select 'session-' || lpad(s::text, 8, '0'), 'user-' || s / ${SESSIONS_OF_A_USER}::integer, 'Chat ' || s, (
      select jsonb_agg(jsonb_build_object(
        'role', case n % 2 when 0 then 'user' else 'assistant' end,
        'content', (${arrayLiteral(texts)}::text[])[1 + (s + n) % ${texts.length}::integer],
        'timestamp', timestamptz '2025-01-01' + make_interval(mins => n)) order by n)
      from generate_series(0, ${messages - 1}::integer) n)
    from generate_series(${first}::integer, ${first + sessions - 1}::integer) s`
  await admin`vacuum analyze chat_sessions`
  await admin`checkpoint`
}

/** The id of one of those sessions. */
export function sessionId(place: number): string {
  return `session-${String(place).padStart(8, '0')}`
}

/** The old user whose session that is. */
export function userOf(place: number): string {
  return `user-${Math.floor(place / SESSIONS_OF_A_USER)}`
}
