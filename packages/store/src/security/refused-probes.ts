import { PRODUCT_TABLES } from '../schema/product-tables.ts'
import type { Probe } from './probe.ts'
import { ID } from './probed-world.ts'

type Table = (typeof PRODUCT_TABLES)[number] | 'duck_migrations'

const INSERTS: Record<Table, string> = {
  chat_sessions: `(id, user_id) values ('new', 'bob')`,
  messages: `(session_id, message_index, role, content) values ('alices', 1, 'user', 'Hi')`,
  message_feedback: `(message_id, session_id, message_index, value) values ('${ID.prompt}', 'alices', 0, 'up')`,
  message_streams: `(id, session_id, prompt_id, model, status, server_id, follows)
    values ('${ID.fresh}', 'alices', '${ID.prompt}', 'duck/duck', 'queued', '${ID.server}', 'prompt')`,
  stream_checkpoints: `(stream_id, start_unit, end_unit, delta) values ('${ID.stream}', 3, 5, 'lo')`,
  servers: `(id) values ('${ID.fresh}')`,
  duck_migrations: `(name, hash) values ('new', 'new')`,
}
const UPDATES: Record<Table, string> = {
  chat_sessions: 'deleted_at = null',
  messages: 'updated_at = now()',
  message_feedback: `value = 'up'`,
  message_streams: `server_id = '${ID.other}'`,
  stream_checkpoints: `delta = 'x'`,
  servers: 'beat = 0',
  duck_migrations: `hash = 'x'`,
}
const SEEN: Record<(typeof PRODUCT_TABLES)[number], number | string> = {
  chat_sessions: 0,
  messages: 0,
  message_feedback: '42501',
  message_streams: 0,
  stream_checkpoints: '42501',
  servers: '42501',
}

/** What nobody may do, and neither alice, whose rows are there. */
function refused(table: Table): Probe[] {
  const statements = {
    insert: `insert into public.${table} ${INSERTS[table]}`,
    update: `update public.${table} set ${UPDATES[table]}`,
    delete: `delete from public.${table}`,
    truncate: `truncate public.${table} cascade`,
    lock: `lock table public.${table} in access exclusive mode`,
    trigger: `create trigger t before insert on public.${table}
      for each row execute function suppress_redundant_updates_trigger()`,
  }
  return Object.entries(statements).flatMap(([verb, sql]): Probe[] => [
    { what: `nobody can ${verb} ${table}`, sql, gives: '42501' },
    { what: `a user cannot ${verb} ${table} directly`, user: 'alice', sql, gives: '42501' },
  ])
}

/** Row level security holds by itself, were every right on the table granted. */
function held(table: Table): Probe[] {
  const given = `grant all on public.${table} to duck_app`
  const insert = `insert into public.${table} ${INSERTS[table]}`
  const changed = table === 'messages' ? 'QK405' : 0
  return [
    { what: `nobody inserts into ${table}, if granted`, given, sql: insert, gives: '42501' },
    {
      what: `nobody updates ${table}, if granted`,
      given,
      sql: `update public.${table} set ${UPDATES[table]}`,
      gives: changed,
    },
    {
      what: `nobody deletes ${table}, if granted`,
      given,
      sql: `delete from public.${table}`,
      gives: changed,
    },
  ]
}

function hidden(table: (typeof PRODUCT_TABLES)[number]): Probe[] {
  const given = `grant all on public.${table} to duck_app`
  const select = `select from public.${table}`
  const insert = `insert into public.${table} ${INSERTS[table]}`
  return [
    { what: `nobody sees ${table}`, sql: select, gives: SEEN[table] },
    { what: `nobody sees ${table}, if granted`, given, sql: select, gives: 0 },
    { what: `the owner sees no ${table}`, as: 'owner', sql: select, gives: 0 },
    { what: `the owner inserts no ${table}`, as: 'owner', sql: insert, gives: '42501' },
  ]
}

/** What duck_app cannot do with tables, whoever is set. */
export const REFUSED_PROBES: Probe[] = [
  ...[...PRODUCT_TABLES, 'duck_migrations' as const].flatMap((table) => [...refused(table), ...held(table)]),
  ...PRODUCT_TABLES.flatMap(hidden),
  {
    // Row level security refuses with the same SQLSTATE, and a reference needs a table of one's own.
    what: 'the app has no right to insert or to refer, but to insert sessions',
    sql: `select from pg_class c cross join unnest(array['insert', 'references']) privilege
      where relnamespace = 'public'::regnamespace and relkind = 'r'
        and has_any_column_privilege(c.oid, privilege) and (relname, privilege) <> ('chat_sessions', 'insert')`,
    gives: 0,
  },
  {
    what: 'a user inserts no message, if granted',
    user: 'alice',
    given: 'grant insert on public.messages to duck_app',
    sql: `insert into public.messages ${INSERTS.messages}`,
    gives: '42501',
  },
  {
    what: 'no policy lets anybody update or delete messages',
    as: 'superuser',
    sql: `select from pg_policy where polrelid = 'public.messages'::regclass and polcmd in ('w', 'd', '*')`,
    gives: 0,
  },
]
