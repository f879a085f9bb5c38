import postgres from 'postgres'
import { PRODUCT_TABLES } from '../schema/product-tables.ts'
import { PROBED_OWNER } from './probe.ts'

/** The ids that probes name. */
export const ID = {
  prompt: '00000000-0000-7000-8000-000000000001',
  bobs: '00000000-0000-7000-8000-000000000002',
  queuedPrompt: '00000000-0000-7000-8000-000000000003',
  /** Open, with the durable text 'Hel'. */
  stream: '00000000-0000-7000-8000-000000000011',
  /** Queued, of a server that does not beat. */
  queued: '00000000-0000-7000-8000-000000000012',
  server: '00000000-0000-7000-8000-000000000021',
  idle: '00000000-0000-7000-8000-000000000022',
  gone: '00000000-0000-7000-8000-000000000023',
  fresh: '00000000-0000-7000-8000-000000000031',
  other: '00000000-0000-7000-8000-000000000032',
}

/** Alice has two sessions with a running answer each, bob has one of one message. */
const ROWS = `
  insert into chat_sessions (id, user_id) values ('alices', 'alice'), ('second', 'alice'), ('bobs', 'bob');
  select beat_server('${ID.server}'), beat_server('${ID.idle}');
  select append_message('bob', 'bobs', '${ID.bobs}', 'user', 'Mine');
  select append_messages('{alice,alice}', '{alices,second}', '{${ID.prompt},${ID.queuedPrompt}}', '{user,user}',
    '{Hello,Hello}', '{null,null}', '{null,null}', '{f,f}', '{null,null}', '{${ID.stream},${ID.queued}}',
    '{duck/duck,duck/duck}', '${ID.server}', 1000);
  select start_stream('${ID.server}', '${ID.stream}', 5);
  select checkpoint_streams('${ID.server}', '{${ID.stream}}', '{0}', '{3}', '{Hel}');
  select give_feedback('alice', '${ID.prompt}', 'down', 'Too short', 1000);
  update message_streams set server_id = '${ID.gone}' where id = '${ID.queued}';
`

/** A hardened schema, the tables with an owner who is no superuser and no member of any of our roles. */
const RIGHTS = `
  revoke all on schema public from public;
  create role ${PROBED_OWNER} nologin;
  grant usage, create on schema public to ${PROBED_OWNER};
  ${[...PRODUCT_TABLES, 'duck_migrations'].map((table) => `alter table ${table} owner to ${PROBED_OWNER};`).join('\n')}
`

/** Tables that stand before ours in the session's search path, and one whose trigger runs what is put into it. */
const HOSTILE = `
  ${PRODUCT_TABLES.map((table) => `create temp table ${table} (like public.${table} including defaults);`).join('\n')}
  create temp table meddling (statement text);
  create function pg_temp.meddle() returns trigger language plpgsql
    as 'begin execute new.statement; return new; end';
  create trigger meddle before insert on meddling for each row execute function pg_temp.meddle();
  alter table meddling enable always trigger meddle;
  grant insert on meddling to public;
`

export interface ProbedWorld extends AsyncDisposable {
  /** One connection, a superuser's, in a transaction that is never committed. */
  sql: postgres.Sql
}

/** Makes the world in the database at a superuser's `url`, in a transaction that ends with it. */
export async function openProbedWorld(url: string): Promise<ProbedWorld> {
  const sql = postgres(url, { max: 1, prepare: false, onnotice() {} })
  await sql.unsafe('begin')
  await sql.unsafe(ROWS + RIGHTS + HOSTILE)
  return { sql, [Symbol.asyncDispose]: () => sql.end({ timeout: 1 }) }
}
