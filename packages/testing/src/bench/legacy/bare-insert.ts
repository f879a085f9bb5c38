import type postgres from 'postgres'

/** The least there is to it: every element a row of a table with the keys of ours, in one statement; rows a second. */
export async function bareInsert(admin: postgres.Sql): Promise<number> {
  await admin`drop table if exists bench_rows`
  await admin`
    create table bench_rows (
      id uuid primary key default gen_random_uuid(),
      session_id text not null references chat_sessions (id) on delete cascade,
      message_index integer not null,
      role text not null,
      content text not null,
      metadata jsonb default '{}',
      created_at timestamptz not null default now(),
      unique (session_id, message_index))`
  await admin`checkpoint`
  const began = performance.now()
  const { count } = await admin`
    insert into bench_rows (session_id, message_index, role, content, created_at)
    select s.id, e.place - 1, e.element ->> 'role', e.element ->> 'content', (e.element ->> 'timestamp')::timestamptz
    from chat_sessions s cross join jsonb_array_elements(s.messages) with ordinality e (element, place)`
  const seconds = (performance.now() - began) / 1000
  await admin`drop table bench_rows`
  return count / seconds
}
