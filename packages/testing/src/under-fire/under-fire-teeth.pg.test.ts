import type postgres from 'postgres'
import { expect, test } from 'vitest'
import { createLegacyDatabase } from '../legacy/create-legacy-database.ts'
import { type FireOptions, fire } from './fire.ts'

type Broken = Pick<FireOptions, 'breakIt' | 'spoil' | 'backfillAfterMs'>

async function faultsOf(broken: Broken): Promise<string[]> {
  await using database = await createLegacyDatabase()
  const { faults } = await fire({
    url: database.url,
    seed: 'teeth',
    size: { sessions: 12, longest: 60, huge: 0, large: 0 },
    aloneMs: 0,
    besideMs: 3_000,
    writers: 4,
    kills: 0,
    ...broken,
  })
  return faults
}

/** Does it although messages are immutable. */
async function despiteTriggers(sql: postgres.Sql, statement: string): Promise<void> {
  await sql.begin((tx) =>
    tx.unsafe(`
      alter table messages disable trigger all; ${statement};
      alter table messages enable always trigger messages_refuse_change;
      alter table messages enable always trigger messages_refuse_delete`),
  )
}

const BROKEN: Record<string, Broken & { says: RegExp }> = {
  'a capture that skips sessions which were not backfilled': {
    breakIt: (sql) =>
      sql.unsafe(`
        alter function legacy_capture_version(text, jsonb, jsonb) rename to legacy_capture_whole;
        create function legacy_capture_version(p_id text, p_old jsonb, p_new jsonb) returns boolean language sql as $$
          select case when exists (select from legacy_sessions where session_id = p_id and absorbed_at is not null)
            then legacy_capture_whole(p_id, p_old, p_new) else true end $$;
        grant execute on function legacy_capture_version(text, jsonb, jsonb) to duck_writer;
        insert into chat_sessions (id, user_id, messages) values ('skipped', 'local', '["one"]');
        update chat_sessions set messages = '["one", "two", "three"]' where id = 'skipped';
        update chat_sessions set messages = '["one", "three"]' where id = 'skipped'`),
    backfillAfterMs: 2_000,
    says: /skipped: 1 of 1 missing: "two"/,
  },
  'an append that overtakes its history': {
    breakIt: (sql) =>
      sql.unsafe(`
        create or replace function legacy_absorb_locked(p_session_id text, p_limit integer) returns boolean
        language sql as 'select true';
        alter table chat_sessions disable trigger legacy_capture_insert;
        insert into chat_sessions (id, user_id, messages) values ('overtaken', 'local', '["one", "two", "three"]');
        alter table chat_sessions enable always trigger legacy_capture_insert;
        select append_message('local', 'overtaken', gen_random_uuid(), 'user', 'ours')`),
    backfillAfterMs: 500,
    says: /overtaken: row \d was in an array before the appended 0/,
  },
  'a row that was lost': {
    spoil: (sql) =>
      despiteTriggers(
        sql,
        `delete from messages where id = (select id from messages where origin = 'legacy' order by id limit 1)`,
      ),
    says: /missing|not dense/,
  },
  'a row that stands twice': {
    spoil: (sql) =>
      despiteTriggers(
        sql,
        `insert into messages (session_id, message_index, role, content, metadata, origin)
          select session_id, (select max(message_index) + 1 from messages n where n.session_id = m.session_id), role, content,
            metadata, origin
          from messages m where origin = 'legacy' order by id limit 1`,
      ),
    says: /rows of/,
  },
}

test.for(Object.entries(BROKEN))(
  'the oracle finds out %s',
  { timeout: 90_000 },
  async ([, { says, ...broken }]) => {
    expect((await faultsOf(broken)).join('\n')).toMatch(says)
  },
)
