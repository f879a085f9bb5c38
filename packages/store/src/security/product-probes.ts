import type { Probe } from './probe.ts'
import { ID } from './probed-world.ts'

/** What a statement gives to alice, whose rows it is about, and to bob. */
type Call = [what: string, sql: (user: string) => string, alice: number | string, bob: number | string]

const from = (call: string) => `select from ${call}`

const CALLS: Call[] = [
  ['one message is read', (u) => from(`get_message('${u}', '${ID.prompt}')`), 1, 0],
  ['a context is read', (u) => from(`get_message_context('${u}', '${ID.prompt}', 9)`), 1, 0],
  ['the active line is read', (u) => from(`get_session_line('${u}', 'alices', null, 9)`), 1, 'QK404'],
  [
    'messages are counted',
    (u) => from(`get_session_message_count('${u}', 'alices') c where c = 1`),
    1,
    'QK404',
  ],
  ['feedback is read', (u) => from(`get_session_feedback('${u}', 'alices', 0, 9)`), 1, 'QK404'],
  ['feedback is given', (u) => from(`give_feedback('${u}', '${ID.prompt}', 'up', null, 1000)`), 1, 0],
  ['feedback is taken back', (u) => from(`give_feedback('${u}', '${ID.prompt}', null, null, 1000)`), 1, 0],
  ['a page is read', (u) => from(`get_session_messages('${u}', 'alices', null, null, 9)`), 1, 0],
  ['count and head are read', (u) => from(`get_session_state('${u}', 'alices')`), 1, 'QK404'],
  ['a stream is read', (u) => from(`get_stream('${u}', '${ID.stream}') where status = 'open'`), 1, 0],
  ['streams are listed', (u) => from(`list_streams('${u}', 'alices')`), 1, 'QK404'],
  ['states are read', (u) => from(`session_states('${u}', '{alices}')`), 1, 0],
  ['a session is verified', (u) => from(`verify_session('${u}', 'alices') where ok`), 6, 'QK404'],
  [
    'a message is appended',
    (u) => from(`append_message('${u}', 'alices', '${ID.fresh}', 'user', 'Hi')`),
    1,
    'QK404',
  ],
  ['a batch is appended', (u) => from(`${batch(u)} b where b.statuses = '{new}'`), 1, 0],
  [
    'an append is repeated',
    (u) => from(`append_message('${u}', 'alices', '${ID.prompt}', 'user', 'Hello')`),
    1,
    'QK404',
  ],
  ['a message is sent', (u) => `${from(sent(u, ID.fresh, ID.other))} where stream_status = 'queued'`, 1, 0],
  ['a send is repeated', (u) => `${from(sent(u, ID.prompt, ID.other))} where stream_status = 'open'`, 1, 0],
  ['a parent is named', (u) => from(childOf(u)), 1, 'QK404'],
  [
    'a stream is opened',
    (u) =>
      from(`open_stream('${u}', 'alices', '${ID.fresh}', '${ID.prompt}', null, 'duck/duck', '${ID.server}')`),
    1,
    'QK404',
  ],
  [
    'an end is asked for',
    (u) => from(`ask_stop('${u}', '${ID.stream}') where stop_asked_at is not null`),
    1,
    0,
  ],
  [
    'shown sessions are counted',
    (u) => from(`count_shown('{${u}}', '{alices}') where message_count = 1`),
    1,
    0,
  ],
  ['streams of users are listed', (u) => from(`list_users_streams('{${u}}')`), 2, 0],
  [
    'durable text is read',
    (u) => from(`read_checkpoints('{${u}}', '{${ID.stream}}', '{1}') where start_unit = 0 and text = 'Hel'`),
    1,
    0,
  ],
  ['a session is hidden', (u) => from(`delete_session('${u}', 'alices', false)`), 1, 'QK404'],
  [
    'a session is erased with all its messages',
    (u) => `select delete_session('${u}', 'alices', true); reset role;
      select from public.messages where session_id = 'alices' union all select from public.message_feedback union all
      select from public.message_streams where session_id = 'alices' union all select from public.stream_checkpoints`,
    0,
    'QK404',
  ],
  [
    'messages are searched',
    (u) => from(`search_messages('${u}', 'ello', 'alices', null, null, 9)`),
    1,
    'QK404',
  ],
  ['a time is found', (u) => from(`get_index_at('${u}', 'alices', '-infinity') i where i = 0`), 1, 'QK404'],
  [
    'another line is shown',
    (u) => `select set_config('app.user_id', 'alice', true); ${from(childOf(u))};
      ${from(`select_head('${u}', 'alices', '${ID.prompt}', 1000) where head_id = '${ID.prompt}'`)}`,
    1,
    'QK404',
  ],
  ['a session is restored', (u) => from(`restore_session('${u}', 'alices') r where not r`), 1, 'QK404'],
  ['sessions are adopted', (u) => from(`adopt_sessions('${u}', 'carol') n where n = 2`), 1, 0],
]

function batch(user: string): string {
  return `append_batch('{${user}}', '{alices}', '{${ID.fresh}}', '{user}', '{Hi}')`
}

function sent(user: string, id: string, streamId: string): string {
  return `append_messages('{${user}}', '{alices}', '{${id}}', '{user}', '{Hello}', '{null}', '{null}', '{f}', '{null}',
    '{${streamId}}', '{duck/duck}', '${ID.server}')`
}

function childOf(user: string): string {
  return `append_message('${user}', 'alices', '${ID.fresh}', 'user', 'Hi', '{}', '${ID.prompt}', true)`
}

const SERVERS: Probe[] = [
  { what: 'a server becomes known', sql: from(`beat_server('${ID.fresh}')`), gives: 3 },
  {
    what: 'a server beats',
    sql: from(`beat_server('${ID.server}') where id = '${ID.server}' and beat = 2`),
    gives: 1,
  },
  { what: 'an idle server is forgotten', sql: from(`forget_server('${ID.idle}') gone where gone`), gives: 1 },
  { what: 'a lifeline is held', sql: from(`hold_lifeline('${ID.server}')`), gives: 1 },
  {
    what: 'a lifeline is looked at',
    sql: from(`is_server_connected('${ID.server}') c where not c`),
    gives: 1,
  },
  { what: 'streams of a server are listed', sql: from(`list_server_streams('${ID.server}')`), gives: 1 },
  { what: 'all sessions are named to an operator', sql: from(`list_all_sessions('', 9)`), gives: 3 },
  { what: 'forgotten servers are listed', sql: from('list_forgotten_servers()'), gives: 1 },
  {
    what: 'a stream starts',
    sql: from(`start_stream('${ID.gone}', '${ID.queued}', 2) s where s = 'open'`),
    gives: 1,
  },
  {
    what: 'text becomes durable',
    sql: from(
      `checkpoint_streams('${ID.server}', '{${ID.stream}}', '{3}', '{5}', '{lo}') where durable_unit = 5`,
    ),
    gives: 1,
  },
  {
    what: 'an answer becomes a row',
    sql: `${from(`finalize_stream('${ID.server}', '${ID.stream}', 'finalized', 'completed', 'Hello', '{}', null)`)}
      where message_index = 1`,
    gives: 1,
  },
  {
    what: 'an orphan is settled with its text',
    sql: from(`settle_orphans('${ID.server}', 9) where message_index = 1`),
    gives: 1,
  },
]

/** A schema before ours, with a function of the name that append_message calls. */
const IMPOSTOR: Probe = {
  what: 'an append meets no function of another schema',
  given: `create schema impostor; grant usage on schema impostor to public;
    create function impostor.append_messages(text[], text[], uuid[], text[], text[], jsonb[], uuid[], boolean[],
      integer[], p_wait_ms integer, p_id_wait_ms integer) returns public.appended language sql return null::public.appended;
    set local search_path = impostor, public`,
  sql: from(`append_message('alice', 'alices', '${ID.fresh}', 'user', 'Hi') where result = 'new'`),
  gives: 1,
}

/** As before, with the function by which lifelines are named. */
const LIFELINES: Probe[] = ['hold_lifeline', 'is_server_connected'].map((call) => ({
  what: `${call} meets no function of another schema`,
  given: `create schema impostor; grant usage on schema impostor to public;
    create function impostor.server_lock_key(uuid) returns bigint language sql as 'select 1 / 0';
    set local search_path = impostor, public`,
  sql: from(`public.${call}('${ID.server}')`),
  gives: 1,
}))

/** The product works, each function for its user alone. None of them is called with `app.user_id` set. */
export const PRODUCT_PROBES: Probe[] = [
  ...CALLS.flatMap(([what, sql, alice, bob]): Probe[] => [
    { what, sql: sql('alice'), gives: alice },
    { what: `${what}, not for another user`, sql: sql('bob'), gives: bob },
  ]),
  ...SERVERS,
  IMPOSTOR,
  ...LIFELINES,
]
