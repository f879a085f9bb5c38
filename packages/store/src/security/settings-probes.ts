import type { Probe } from './probe.ts'

const SETTINGS = {
  title: `'Ducks'`,
  title_by: 'null',
  model: `'duck/duck'`,
  system_prompt: `'Quack.'`,
  pinned: 'true',
  archived_at: 'now()',
  last_read_index: '3',
  last_message_at: 'now()',
  updated_at: 'now()',
}
/** Columns that only functions write, or nobody. */
const OTHERS = {
  id: `'mine'`,
  user_id: `'alice'`,
  head_id: 'null',
  head_set_at_count: 'null',
  deleted_at: 'now()',
  created_at: 'now()',
}

const update = (column: string, value: string, id: string) =>
  `update public.chat_sessions set ${column} = ${value} where id = '${id}'`

/** Settings are their user's: through row level security, with `app.user_id` set. */
export const SETTINGS_PROBES: Probe[] = [
  { what: 'a user lists the own sessions', user: 'alice', sql: 'select from public.chat_sessions', gives: 2 },
  { what: 'a user sees the own messages', user: 'alice', sql: 'select from public.messages', gives: 2 },
  { what: 'a user sees the own streams', user: 'alice', sql: 'select from public.message_streams', gives: 2 },
  {
    what: 'a user makes a session',
    user: 'alice',
    sql: `insert into public.chat_sessions (id, user_id) values ('new', 'alice') returning id`,
    gives: 1,
  },
  {
    what: 'a user makes no session for another',
    user: 'alice',
    sql: `insert into public.chat_sessions (id, user_id) values ('new', 'bob')`,
    gives: '42501',
  },
  {
    what: 'a user gives no session to another, even if the column were granted',
    user: 'alice',
    given: 'grant update (user_id) on public.chat_sessions to duck_app',
    // Without a WHERE only the policy's own check is asked, not what the user may see.
    sql: `update public.chat_sessions set user_id = 'bob'`,
    gives: '42501',
  },
  ...Object.entries(SETTINGS).flatMap(([column, value]): Probe[] => [
    { what: `a user changes ${column}`, user: 'alice', sql: update(column, value, 'alices'), gives: 1 },
    {
      what: `a user changes no other's ${column}`,
      user: 'alice',
      sql: update(column, value, 'bobs'),
      gives: 0,
    },
    { what: `nobody changes no ${column}`, sql: update(column, value, 'alices'), gives: 0 },
  ]),
  ...Object.entries(OTHERS).map(([column, value]) => ({
    what: `a user does not change ${column}`,
    user: 'alice',
    sql: update(column, value, 'alices'),
    gives: '42501',
  })),
  {
    what: 'the server sees what is applied',
    sql: `select from public.duck_migrations where name = 'policies/grants.sql'`,
    gives: 1,
  },
]
