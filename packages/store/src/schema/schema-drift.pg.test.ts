import { useTestDatabase } from '@duck/testing/database'
import { expect, test } from 'vitest'
import { dumpSchemaWithin } from './dump-schema.ts'

interface Drift {
  what: string
  change: string
  /** A line that the change adds, or takes away. */
  adds?: string
  removes?: string
}

const SCOPE = { schemas: ['public', 'drift_space'], roles: ['drift_role'] }

/** What the changes are made to, so that they do not depend on the product's own schema. */
const GIVEN = `
  create role drift_role;
  create role drift_other;
  create schema drift_space;
  create table notes (id integer primary key, body text default 'Hi', at timestamptz);
  create table replies (note_id integer references notes (id) on delete cascade);
  create index notes_by_body on notes (body);
  alter table notes enable row level security, force row level security;
  create policy notes_own on notes for select to drift_role using (body = current_user);
  create function note_count(p_body text) returns bigint language sql stable as 'select count(*) from notes';
  create function refuse() returns trigger language plpgsql as 'begin return null; end';
  create trigger notes_refuse before delete on notes for each row execute function refuse();
  create view note_ids as select id from notes;
  create sequence numbers;
  create type mood as enum ('good', 'Bad');
  grant select, update (body) on notes to drift_role;
`

const drifts: Drift[] = [
  { what: 'a column', change: 'alter table notes add extra text', adds: '  extra text,' },
  {
    what: 'a default',
    change: `alter table notes alter body set default 'Ho'`,
    adds: `  body text default 'Ho'::text,`,
  },
  { what: 'not null', change: 'alter table notes alter at set not null', adds: '  at timestamptz not null,' },
  {
    what: 'a constraint',
    change: 'alter table replies add constraint few check (note_id < 9)',
    adds: '  constraint few check (note_id < 9)',
  },
  {
    what: 'what a foreign key does',
    change: `alter table replies drop constraint replies_note_id_fkey, add foreign key (note_id) references notes (id)`,
    removes: '  constraint replies_note_id_fkey foreign key (note_id) references notes(id) on delete cascade',
  },
  {
    what: 'an index',
    change: 'drop index notes_by_body',
    removes: 'create index notes_by_body on notes using btree (body);',
  },
  {
    what: 'a table that a crash empties',
    change: 'alter table replies set unlogged',
    adds: 'create unlogged table replies (',
  },
  {
    what: 'the owner of a table',
    change: 'alter table replies owner to drift_role',
    adds: 'alter table replies owner to drift_role;',
  },
  {
    what: 'a trigger that is gone',
    change: 'drop trigger notes_refuse on notes',
    removes: 'create trigger notes_refuse before delete on notes for each row execute function refuse();',
  },
  {
    what: 'a trigger that is disabled',
    change: 'alter table notes disable trigger notes_refuse',
    adds: 'alter table notes disable trigger notes_refuse;',
  },
  {
    what: 'a trigger that fires for replication only',
    change: 'alter table notes enable replica trigger notes_refuse',
    adds: 'alter table notes enable replica trigger notes_refuse;',
  },
  {
    what: 'a foreign key that does not cascade',
    change: 'alter table notes disable trigger all',
    adds: '-- disable trigger replies_note_id_fkey, after delete',
  },
  {
    what: 'row level security that the owner escapes',
    change: 'alter table notes no force row level security',
    adds: 'alter table notes enable row level security;',
  },
  {
    what: 'no row level security',
    change: 'alter table notes disable row level security',
    removes: 'alter table notes enable row level security, force row level security;',
  },
  {
    what: 'whom a policy is for',
    change: 'alter policy notes_own on notes to public',
    adds: 'create policy notes_own on notes for select to public',
  },
  {
    what: 'what a policy allows',
    change: 'alter policy notes_own on notes using (id > 7)',
    adds: '  using (id > 7);',
  },
  {
    what: 'a policy more',
    change: 'create policy more on notes as restrictive for update using (true) with check (id > 0)',
    adds: 'create policy more on notes as restrictive for update to public',
  },
  {
    what: 'a grant on a table',
    change: 'grant delete on notes to drift_role with grant option',
    adds: 'grant delete on notes to drift_role with grant option;',
  },
  {
    what: 'a grant on a column',
    change: 'grant update (at) on notes to drift_role',
    adds: 'grant select, update (body, at) on notes to drift_role;',
  },
  {
    what: 'a revoked grant',
    change: 'revoke update (body) on notes from drift_role',
    adds: 'grant select on notes to drift_role;',
  },
  {
    what: 'a right that was taken from the owner',
    change: 'revoke delete on replies from current_user',
    adds: 'revoke delete on replies from owner;',
  },
  {
    what: 'the owner of a function',
    change: 'alter function note_count owner to drift_role',
    adds: '--   sql stable of drift_role; execute: public',
  },
  {
    what: 'as whom a function runs',
    change: 'alter function note_count security definer',
    adds: '--   sql stable security definer of owner; execute: public',
  },
  {
    what: 'who executes a function',
    change:
      'revoke execute on function note_count from public; grant execute on function note_count to drift_role',
    adds: '--   sql stable; execute: drift_role',
  },
  {
    what: 'a setting of a function',
    change: 'alter function note_count set search_path = pg_catalog, public, pg_temp',
    adds: '--   sql stable; set search_path = pg_catalog, public, pg_temp; execute: public',
  },
  {
    what: 'how often a function is called',
    change: 'alter function note_count volatile strict parallel safe',
    adds: '--   sql volatile strict parallel safe; execute: public',
  },
  {
    what: 'a function more',
    change: `create function note_count(p_id integer default 1) returns table ("At" timestamptz) language sql as 'select now()'`,
    adds: '-- note_count(p_id integer default 1) → table("At" timestamptz)',
  },
  { what: 'a view', change: 'drop view note_ids', removes: 'create view note_ids as' },
  { what: 'a sequence', change: 'drop sequence numbers', removes: 'create sequence numbers;' },
  {
    what: 'a value of a type',
    change: `alter type mood add value 'So so'`,
    adds: `create type mood as enum ('good', 'Bad', 'So so');`,
  },
  {
    what: 'an object of another schema',
    change: 'create table drift_space.secrets ()',
    adds: 'create table drift_space.secrets (',
  },
  {
    what: 'the owner of a schema',
    change: 'alter schema drift_space owner to drift_role',
    adds: 'alter schema drift_space owner to drift_role;',
  },
  {
    what: 'a grant on a schema',
    change: 'grant create on schema drift_space to public',
    adds: 'grant create on schema drift_space to public;',
  },
  {
    what: 'rights of what is yet to be made',
    change: 'alter default privileges in schema public grant select on tables to drift_role',
    adds: '-- What owner makes in public: tables for drift_role (select)',
  },
  {
    what: 'an extension',
    change: 'create extension pg_trgm schema drift_space',
    adds: 'create extension pg_trgm schema drift_space;',
  },
  {
    what: 'what a role is',
    change: 'alter role drift_role login bypassrls noinherit',
    adds: 'create role drift_role login bypassrls noinherit;',
  },
  {
    what: 'a setting of a role',
    change: `alter role drift_role set lock_timeout = '2s'`,
    adds: `alter role drift_role set lock_timeout = '2s';`,
  },
  {
    what: 'a role that may become another',
    change: 'grant drift_other to drift_role',
    adds: 'grant drift_other to drift_role;',
  },
]

const database = useTestDatabase()
const ROLLED_BACK = 'rolled back'

/** The lines before and after the change, which is never committed. */
async function linesAround(change: string): Promise<{ before: string[]; after: string[] }> {
  const seen = { before: [''], after: [''] }
  const changed = database.sql.begin(async (tx) => {
    await tx.unsafe(GIVEN)
    seen.before = (await dumpSchemaWithin(tx, SCOPE)).split('\n')
    await tx.unsafe(change)
    seen.after = (await dumpSchemaWithin(tx, SCOPE)).split('\n')
    throw new Error(ROLLED_BACK)
  })
  await expect(changed).rejects.toThrow(ROLLED_BACK)
  return seen
}

test.each(drifts)('drift shows: $what', async ({ change, adds, removes }) => {
  const { before, after } = await linesAround(change)
  const lines = (all: string[]) => all.filter((line) => line === adds || line === removes)
  expect(lines(before)).toEqual(removes === undefined ? [] : [removes])
  expect(lines(after)).toEqual(adds === undefined ? [] : [adds])
})

test('what an extension brings along is not listed', async () => {
  const { before, after } = await linesAround('create extension pg_trgm')
  expect(after.filter((line) => !before.includes(line))).toEqual(['create extension pg_trgm schema public;'])
})
