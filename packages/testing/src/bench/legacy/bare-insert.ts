import type postgres from 'postgres'

/** A table with the keys of ours, for the least there is to it. */
export async function makeBareTable(admin: postgres.Sql): Promise<void> {
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
}

/** Sessions after the one, up to the other. */
export interface Stretch {
  after: string
  last: string
}

/** Every element of those sessions' arrays becomes a row, in one statement; rows a second. */
export async function bareInsert(admin: postgres.Sql, { after, last }: Stretch): Promise<number> {
  const began = performance.now()
  const { count } = await admin`
    insert into bench_rows (session_id, message_index, role, content, created_at)
    select s.id, e.place - 1, e.element ->> 'role', e.element ->> 'content', (e.element ->> 'timestamp')::timestamptz
    from chat_sessions s cross join jsonb_array_elements(s.messages) with ordinality e (element, place)
    where s.id > ${after} and s.id <= ${last}`
  return count / ((performance.now() - began) / 1000)
}
