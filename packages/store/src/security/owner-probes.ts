import type { Probe } from './probe.ts'
import { ID } from './probed-world.ts'

const DELETE = `delete from public.messages where id = '${ID.prompt}'`

/** Every way to change rows of messages that SQL has. */
const CHANGES = {
  update: `update public.messages set content = 'x' where id = '${ID.prompt}'`,
  'update no row of': 'update public.messages set content = content where false',
  delete: DELETE,
  'delete no row of': 'delete from public.messages where false',
  truncate: 'truncate public.messages',
  'truncate sessions with': 'truncate public.chat_sessions cascade',
  'merge into': `merge into public.messages m using (select 1) one on m.id = '${ID.prompt}' when matched then delete`,
  'upsert into': `insert into public.messages (id, session_id, message_index, role, content)
    values ('${ID.prompt}', 'alices', 0, 'user', 'x') on conflict (id) do update set content = 'x'`,
}
const WITHIN = (statement: string) => `insert into meddling values ($q$${statement}$q$)`
const REPLICA = 'set local session_replication_role = replica'
/** What an owner can do to itself: row level security then hides no message from its DELETE. */
const LET = (role: string) => `grant delete on public.messages to ${role};
  create policy let on public.messages for delete to ${role} using (true)`

/** The owner and a superuser change no message, but by erasing its session. */
export const OWNER_PROBES: Probe[] = [
  ...Object.entries(CHANGES).flatMap(([verb, sql]): Probe[] => [
    { what: `a superuser does not ${verb} messages`, as: 'superuser', sql, gives: 'QK405' },
    { what: `a replica does not ${verb} messages`, as: 'superuser', given: REPLICA, sql, gives: 'QK405' },
  ]),
  ...Object.entries(CHANGES)
    .filter(([verb]) => !verb.includes('sessions') && !verb.includes('into'))
    .map(
      ([verb, sql]): Probe => ({
        what: `the owner does not ${verb} messages`,
        as: 'owner',
        sql,
        gives: 'QK405',
      }),
    ),
  {
    what: `a superuser does not delete within another table's trigger`,
    as: 'superuser',
    sql: WITHIN(DELETE),
    gives: 'QK405',
  },
  {
    what: `a replica does not delete within another table's trigger`,
    as: 'superuser',
    given: REPLICA,
    sql: WITHIN(DELETE),
    gives: 'QK405',
  },
  {
    what: `an owner who lets itself does not delete within another table's trigger`,
    as: 'owner',
    given: LET('duck_probed_owner'),
    sql: WITHIN('delete from public.messages'),
    gives: 'QK405',
  },
  {
    what: 'one who is let to delete messages and sees no session does not',
    given: LET('duck_app'),
    sql: WITHIN('delete from public.messages'),
    gives: 'QK405',
  },
  {
    what: `a superuser's deletion of a session takes its messages along`,
    as: 'superuser',
    sql: `delete from public.chat_sessions where id = 'alices';
      select from public.messages where session_id = 'alices'`,
    gives: 0,
  },
  {
    what: `an owner who sees sessions erases one with its messages`,
    as: 'owner',
    given: 'create policy let on public.chat_sessions to duck_probed_owner using (true)',
    sql: `delete from public.chat_sessions where id = 'alices'; reset role;
      select from public.messages where session_id = 'alices'`,
    gives: 0,
  },
]
