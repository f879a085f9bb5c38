import type { Probe } from './probe.ts'
import { ID } from './probed-world.ts'

/** Calls of every function that only other functions may call. */
const INTERNAL_CALLS = [
  `append_locked('{alice}', '{alices}', '{alice}', '{alices}', '{${ID.fresh}}', '{user}', '{Hi}', null, null, null,
    null, null, null, null, 'client', null, true)`,
  'begin_write(1)',
  `end_locked(null, 'stopped', 'stopped', 'Hel', '{}', null)`,
  `hold_sessions('{alices}', false, false)`,
  'is_behind(null)',
  `is_message_of('${ID.prompt}', 'alices')`,
  `is_on_line('${ID.prompt}', '${ID.prompt}')`,
  `known_message('alices', '${ID.prompt}', 'user', 'Hi', null, false, null, null, null)`,
  `lock_session('alice', 'alices')`,
  `message_bytes('Hi', '{}')`,
  `mirror_appended('{alices}', '{}', '{}')`,
  `open_locked('alices', '${ID.fresh}', '${ID.prompt}', null, 'duck/duck', '${ID.server}', 'prompt')`,
  'refuse_message_change()',
  'selftest_append_only()',
  `selftest_refusal('duck_app', 'alice', 'select 1')`,
  `server_lock_key('${ID.server}')`,
  `session_head('alices')`,
  `session_lock_key('alices')`,
  `session_message_count('alices')`,
  `session_tail('alices')`,
  `stream_text('${ID.stream}')`,
  `user_lock_key('alice')`,
]

const STATEMENTS = {
  'make a table': 'create table public.mine ()',
  'make a function': `create function public.mine() returns int language sql as 'select 1'`,
  'make a schema': 'create schema mine',
  'change a table': 'alter table public.messages disable trigger all',
  'switch row level security off': 'alter table public.messages disable row level security',
  'drop a table': 'drop table public.servers',
  'drop a policy': 'drop policy app_reads on public.messages',
  'drop a trigger': 'drop trigger messages_refuse_change on public.messages',
  'change a function': 'alter function public.forget_server(uuid) security invoker',
  'make a role': 'create role mine',
  'become a superuser': 'alter role duck_app superuser',
  'pass row level security': 'alter role duck_app bypassrls',
  'give itself a role': 'grant duck_writer to duck_app',
  'switch triggers off': 'set session_replication_role = replica',
  'read files': `select pg_read_file('postgresql.conf')`,
}

/** What duck_app cannot do although it may log in. */
export const INTERNAL_PROBES: Probe[] = [
  ...INTERNAL_CALLS.map((call) => ({
    what: `the app cannot execute ${call.slice(0, call.indexOf('('))}`,
    user: 'alice',
    sql: `select ${call}`,
    gives: '42501',
  })),
  ...Object.entries(STATEMENTS).map(([what, sql]) => ({
    what: `the app cannot ${what}`,
    user: 'alice',
    sql,
    gives: '42501',
  })),
  {
    // Most of the calls above would be refused for what they read, too.
    what: 'the app executes nothing that runs with rights of its own',
    sql: `select from pg_proc where pronamespace = 'public'::regnamespace and not prosecdef
      and has_function_privilege(oid, 'execute')`,
    gives: 0,
  },
  {
    what: 'the app is a member of no role',
    sql: `select from pg_roles where rolname <> 'duck_app' and pg_has_role(oid, 'member')`,
    gives: 0,
  },
]
