-- Carries the chats of an old app, which kept each conversation as one array in chat_sessions.messages, over to one row a message,
-- from an SQL editor. Written by `pnpm schema` from the files that the server applies itself, and held against them by a
-- test: never edited.
--
-- Run it as the owner of chat_sessions, whole, or a piece at a time from the top. A piece is what stands between two lines of
-- dashes; each can be run again. Nothing that is in the table is changed, and the old app goes on meanwhile: from the piece
-- "capture" on, whatever it writes becomes rows in the same commit. With more than some 100,000 messages run the second
-- statement of the piece "backfill" by itself, again and again, until it says that none is left: then it commits as it goes.
-- A server that is pointed at the database later goes on from here. It makes its accounts itself (schema auth).

----------------------------------------------------------------------------------------------------
-- check: is this such a table?

do $$
begin
  if to_regclass('public.chat_sessions') is null then
    raise exception 'There is no table chat_sessions here.';
  end if;
  if exists (
    select from (values ('id', 'text'), ('user_id', 'text'), ('messages', 'jsonb')) w (name, type)
    left join pg_attribute a on a.attrelid = to_regclass('public.chat_sessions') and a.attname = w.name and a.attnum > 0
    where format_type(a.atttypid, null) is distinct from w.type
      and not (w.type = 'text' and format_type(a.atttypid, null) is not distinct from 'character varying')
  ) then
    raise exception 'chat_sessions must have id and user_id of type text, and messages of type jsonb.'
      using hint = 'A uuid is made text by: alter table chat_sessions alter column user_id type text using user_id::text; '
        'policies and foreign keys that use it are dropped before and made again after, with auth.uid()::text.';
  end if;
  if exists (
    select from pg_policy p where p.polrelid = to_regclass('public.chat_sessions') and not p.polpermissive
      and p.polroles @> '{0}'
  ) then
    raise exception 'Restrictive policies on chat_sessions hold for everybody; give them to the old app''s roles instead.';
  end if;
end
$$;

----------------------------------------------------------------------------------------------------
-- roles

-- The roles of the product, made once a server. None is owner, superuser or BYPASSRLS. Applied before everything else, and
-- only what is missing: a role belongs to all databases of its server.
--   duck_app     logs in; reads its user's rows, changes its sessions' settings, executes functions
--   duck_writer  owns the functions that write messages and streams or cross users
--   duck_reader  owns the functions that read, so that row level security does not slow them
--   duck_auth    logs in; signs people in, and sees nothing of what they say
do $$
declare
  v_role    text;
  v_setting text;
begin
  foreach v_role in array array['duck_writer', 'duck_reader', 'duck_app', 'duck_auth'] loop
    if to_regrole(v_role) is null then
      execute format(
        'create role %I %s', v_role, case when v_role in ('duck_app', 'duck_auth') then 'login' else 'nologin' end);
    end if;
    -- Whoever migrates gives functions to these roles and tests as them; a superuser needs no grant.
    if not pg_has_role(current_user, v_role, 'member') then
      execute format('grant %I to current_user', v_role);
    end if;
    if current_setting('server_version_num')::int >= 160000 and not pg_has_role(current_user, v_role, 'set') then
      execute format('grant %I to current_user with inherit true, set true', v_role);
    end if;
  end loop;

  for v_role, v_setting in
    select role, setting from unnest(array['duck_app', 'duck_auth']) role cross join unnest(array[
      'default_transaction_isolation=read committed', 'synchronous_commit=on', 'lock_timeout=2s',
      'statement_timeout=30s', 'idle_in_transaction_session_timeout=10s']) setting
  loop
    if not exists (
      select from pg_db_role_setting
      where setrole = to_regrole(v_role) and setdatabase = 0 and v_setting = any (setconfig)
    ) then
      execute format(
        'alter role %I set %I = %L', v_role, split_part(v_setting, '=', 1), split_part(v_setting, '=', 2));
    end if;
  end loop;
end
$$;

create table if not exists public.duck_migrations (
  name text primary key, hash text not null, applied_at timestamptz not null default now());

----------------------------------------------------------------------------------------------------
-- adoption: columns that chat_sessions lacks

begin;
set local search_path = public;
set local check_function_bodies = off;
-- An old app's table becomes ours: columns are added, nothing that is there is rewritten. Runs before the migrations, in the place
-- of the statement of 0001 that makes this table; may be run again. What old rows need not satisfy is checked for new ones only.
alter table chat_sessions add column if not exists title text;
alter table chat_sessions add column if not exists title_by text;
alter table chat_sessions add column if not exists model text;
alter table chat_sessions add column if not exists system_prompt text;
alter table chat_sessions add column if not exists head_id uuid;
alter table chat_sessions add column if not exists head_set_at_count integer;
alter table chat_sessions add column if not exists last_read_index integer not null default -1;
alter table chat_sessions add column if not exists pinned boolean not null default false;
alter table chat_sessions add column if not exists archived_at timestamptz;
alter table chat_sessions add column if not exists deleted_at timestamptz;
alter table chat_sessions add column if not exists created_at timestamptz not null default now();
alter table chat_sessions add column if not exists updated_at timestamptz not null default now();
alter table chat_sessions add column if not exists last_message_at timestamptz;
-- array: the old app's array is kept, captured and mirrored. reads: so too, but rows are trusted. rows: cut over.
alter table chat_sessions add column if not exists storage text not null default 'array';
alter table chat_sessions alter column messages set default '[]';
alter table chat_sessions alter column created_at set default now();
alter table chat_sessions alter column updated_at set default now();

do $$
declare
  v_name text;
  v_rule text;
begin
  for v_name, v_rule in values
    ('chat_sessions_title_by_check', $rule$title_by in ('user', 'model')$rule$),
    ('chat_sessions_model_check', 'char_length(model) <= 100'),
    ('chat_sessions_check', '(head_id is null) = (head_set_at_count is null)'),
    ('chat_sessions_check1', 'title_by is null or title is not null'),
    ('chat_sessions_storage_check', $rule$storage in ('array', 'reads', 'rows')$rule$)
  loop
    if not exists (
      select from pg_constraint where conrelid = 'chat_sessions'::regclass and conname = v_name
    ) then
      execute format('alter table chat_sessions add constraint %I check (%s) not valid', v_name, v_rule);
    end if;
  end loop;
end
$$;
insert into duck_migrations (name, hash) values ('legacy/adopt.sql', '9e58647d7d946de64521ea1b2ebd85dd42c25fb5829912f4049a8c346a8eb3d0')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
commit;

----------------------------------------------------------------------------------------------------
-- migrations/0001_append_only_messages.sql

begin;
set local search_path = public;
set local check_function_bodies = off;
do $piece$
begin
  if exists (select from duck_migrations where name = 'migrations/0001_append_only_messages.sql') then return; end if;
  execute $migration$
-- Sessions, their immutable messages, and answers while they are being written.



create table messages (
  id            uuid primary key default gen_random_uuid(),
  session_id    text not null references chat_sessions (id) on delete cascade,
  message_index integer not null check (message_index >= 0),
  role          text not null check (role in ('user', 'assistant', 'system')),
  content       text not null,
  metadata      jsonb default '{}',
  created_at    timestamptz not null default now(),
  updated_at    timestamptz not null default now(),
  parent_id     uuid,
  moves_head    boolean not null default true,
  origin        text not null default 'client' check (origin in ('client', 'stream', 'legacy', 'import')),
  finish_reason text check (finish_reason in ('completed', 'stopped', 'failed', 'interrupted', 'truncated')),
  unique (session_id, message_index),
  check (finish_reason is null or role = 'assistant')
);

-- A server process that writes answers; `beat` goes up while it lives.
create table servers (
  id         uuid primary key,
  beat       bigint not null default 0,
  started_at timestamptz not null default now()
);

create table message_streams (
  id            uuid primary key,
  session_id    text not null references chat_sessions (id) on delete cascade,
  prompt_id     uuid not null,
  continue_from uuid,
  model         text not null,
  status        text not null
    check (status in ('queued', 'open', 'finalized', 'stopped', 'failed', 'interrupted')),
  -- The server that writes it. No foreign key: the name outlives the process, as the fence.
  server_id     uuid not null,
  -- What its row will follow: the head (answer to a send) or the prompt (regenerate, retry, continue).
  follows       text not null check (follows in ('head', 'prompt')),
  head_at_open  uuid,
  created_at    timestamptz not null default now(),
  opened_at     timestamptz,
  ended_at      timestamptz,
  error_class   text,
  check ((status in ('queued', 'open')) = (ended_at is null)),
  check (status <> 'open' or opened_at is not null),
  check (status <> 'queued' or opened_at is null),
  check (error_class is null or status in ('failed', 'interrupted'))
);

create index message_streams_by_session on message_streams (session_id, created_at);
create index message_streams_running on message_streams (server_id) where ended_at is null;
-- Answers of a session are written one after another, whichever servers write them.
create unique index message_streams_one_open on message_streams (session_id) where status = 'open';
-- A send asks for one answer, however often it is sent.
create unique index message_streams_one_per_send on message_streams (prompt_id) where follows = 'head';

-- Text of a running stream made durable. Units are UTF-16 code units, counted by the writer; a delta never
-- ends on half a surrogate pair.
create table stream_checkpoints (
  stream_id  uuid not null references message_streams (id) on delete cascade,
  start_unit integer not null check (start_unit >= 0),
  end_unit   integer not null,
  delta      text not null,
  primary key (stream_id, start_unit),
  check (end_unit > start_unit)
);
$migration$;
  insert into duck_migrations (name, hash) values ('migrations/0001_append_only_messages.sql', '0181f048ef4bf337501a7b5a26f5ab4e4489b2aa88c0363536e57f8416854a0c')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
end
$piece$;
commit;

----------------------------------------------------------------------------------------------------
-- migrations/0002_roles_and_batches.sql

begin;
set local search_path = public;
set local check_function_bodies = off;
do $piece$
begin
  if exists (select from duck_migrations where name = 'migrations/0002_roles_and_batches.sql') then return; end if;
  execute $migration$
-- What the functions give for appended rows, and functions whose signature or result changed since 0001.

-- One row of a batch: what became of it, the columns its sender does not know, and the stream of its answer.
create type appended as (
  ord                integer,
  status             text,
  message_count      integer,
  message_index      integer,
  metadata           jsonb,
  parent_id          uuid,
  moves_head         boolean,
  origin             text,
  finish_reason      text,
  created_at         timestamptz,
  updated_at         timestamptz,
  stream_id          uuid,
  stream_model       text,
  stream_status      text,
  stream_error_class text,
  stream_server_id   uuid,
  stream_created_at  timestamptz,
  stream_opened_at   timestamptz,
  stream_ended_at    timestamptz,
  waited_us          integer,
  held_us            integer
);

drop function if exists send_message(
  text, text, uuid, text, jsonb, uuid, boolean, integer, uuid, text, uuid);
drop function if exists append_message(text, text, uuid, text, text, jsonb, uuid, boolean, integer);
drop function if exists append_locked(
  text, uuid, text, text, jsonb, uuid, boolean, integer, text, text, boolean);
drop function if exists get_message_context(uuid, integer);
drop function if exists get_session_messages(text, text, integer, integer, integer, bigint);
drop function if exists open_locked(text, uuid, uuid, uuid, text, uuid, text);
drop function if exists open_stream(text, text, uuid, uuid, uuid, text, uuid);

-- The writers of answers are found by these alone.
create index message_streams_by_prompt on message_streams (prompt_id);
$migration$;
  insert into duck_migrations (name, hash) values ('migrations/0002_roles_and_batches.sql', '80f6a050fc924052f887e4ae5f8ec94f39c2632fea95147dc9523bee2e1badcf')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
end
$piece$;
commit;

----------------------------------------------------------------------------------------------------
-- migrations/0003_batches_in_arrays.sql

begin;
set local search_path = public;
set local check_function_bodies = off;
do $piece$
begin
  if exists (select from duck_migrations where name = 'migrations/0003_batches_in_arrays.sql') then return; end if;
  execute $migration$
-- Functions whose signature or result changed since 0002.

drop function if exists append_locked(
  text[], uuid[], text[], text[], jsonb[], uuid[], boolean[], integer[], uuid[], text[], uuid, text, text, boolean,
  boolean[]);
drop function if exists append_messages(
  text[], text[], uuid[], text[], text[], jsonb[], uuid[], boolean[], integer[], uuid[], text[], uuid, integer);
drop function if exists replayed(appended, text, uuid, uuid, text, uuid);
drop function if exists get_session_state(text, text);
$migration$;
  insert into duck_migrations (name, hash) values ('migrations/0003_batches_in_arrays.sql', 'e108e80235965f0c464623489a65ff33f5b9bfc811bbaf1f5dca71320a9404ca')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
end
$piece$;
commit;

----------------------------------------------------------------------------------------------------
-- migrations/0004_answers_across_servers.sql

begin;
set local search_path = public;
set local check_function_bodies = off;
do $piece$
begin
  if exists (select from duck_migrations where name = 'migrations/0004_answers_across_servers.sql') then return; end if;
  execute $migration$
-- Answers whose stop, order and state hold whichever server is asked.

-- When its user asked for its end; the server that writes it ends it.
alter table message_streams add column stop_asked_at timestamptz;

alter table message_streams add constraint message_streams_failure_has_class
  check (status not in ('failed', 'interrupted') or error_class is not null);

drop function if exists start_stream(uuid, uuid);
drop function if exists get_stream(text, uuid);
drop function if exists list_running_streams(text);
$migration$;
  insert into duck_migrations (name, hash) values ('migrations/0004_answers_across_servers.sql', 'f92271326cf12a773f4dee1d030c23f022849bd0fa33420cf7f2b3442c791564')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
end
$piece$;
commit;

----------------------------------------------------------------------------------------------------
-- legacy/migrations/0001_legacy_move.sql

begin;
set local search_path = public;
set local check_function_bodies = off;
do $piece$
begin
  if exists (select from duck_migrations where name = 'legacy/migrations/0001_legacy_move.sql') then return; end if;
  execute $migration$
-- What carrying an old app's arrays over needs to remember. Only in a database that was adopted; purge drops it.

-- The move as a whole, one row.
create table legacy_state (
  one         boolean primary key default true check (one),
  captured_at timestamptz,
  -- Whether the old app's table had row level security of its own.
  had_rls     boolean not null default false,
  -- The last session that the backfill took.
  cursor_id   text not null default '',
  -- Every session was cut over, and no array is written any more.
  finished_at timestamptz
);
insert into legacy_state (had_rls)
  select relrowsecurity from pg_class where oid = 'chat_sessions'::regclass;

-- Rights of the old app that our grants take from everybody, to be given back until the move is finished.
create table legacy_kept (statement text primary key);
insert into legacy_kept
  select format('grant execute on function %s to public', p.oid::regprocedure) from pg_proc p
    where p.pronamespace = 'public'::regnamespace and p.prokind = 'f'
      and (p.proacl is null or exists (
        select from aclexplode(p.proacl) a where a.grantee = 0 and a.privilege_type = 'EXECUTE'))
      and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
  union
  select format('grant %s on chat_sessions to public', a.privilege_type)
    from pg_class c cross join aclexplode(c.relacl) a where c.oid = 'chat_sessions'::regclass and a.grantee = 0
  union
  select 'grant usage on schema auth to public'
    from pg_namespace n cross join aclexplode(n.nspacl) a
    where n.nspname = 'auth' and a.grantee = 0 and a.privilege_type = 'USAGE';

-- What the move has done with a session; without a row, or without `absorbed_at`, its array is not yet in rows.
create table legacy_sessions (
  session_id  text primary key references chat_sessions (id) on delete cascade,
  -- The first 48 bits of the ids of its rows: when the session was created, so that they lie together in the index.
  id_ms       bigint not null check (id_ms >= 0 and id_ms < 281474976710656),
  absorbed_at timestamptz,
  -- An append waits for it.
  front       boolean not null default false,
  -- Its array has had rows of ours.
  mirrored    boolean not null default false,
  verified_at timestamptz,
  cut_over_at timestamptz
);
create index legacy_sessions_front on legacy_sessions (session_id) where front;

-- Versions of arrays that are no rows yet. Without a place: a whole array that the worker absorbs. With one: the last answer
-- of the array, which may still grow, and the row that it becomes.
create table legacy_versions (
  id         bigint generated always as identity primary key,
  session_id text not null references chat_sessions (id) on delete cascade,
  elements   jsonb not null,
  place      integer,
  row_id     uuid,
  parent_id  uuid,
  changed_at timestamptz not null default clock_timestamp(),
  check ((place is null) = (row_id is null))
);
create index legacy_versions_waiting on legacy_versions (session_id, id) where place is null;
create unique index legacy_versions_held on legacy_versions (session_id) where place is not null;
create index legacy_versions_calm on legacy_versions (changed_at) where place is not null;

-- What could not become a row, as it was.
create table legacy_quarantine (
  id         bigint generated always as identity primary key,
  session_id text not null references chat_sessions (id) on delete cascade,
  element    jsonb not null,
  reason     text not null,
  at         timestamptz not null default clock_timestamp()
);
create index legacy_quarantine_by_session on legacy_quarantine (session_id);

-- What happened, a row a session and step. Kept when the session is deleted.
create table legacy_log (
  id         bigint generated always as identity primary key,
  session_id text,
  step       text not null,
  detail     jsonb not null default '{}',
  at         timestamptz not null default clock_timestamp()
);
create index legacy_log_by_session on legacy_log (session_id, id);

-- An element of an array as a row: what it becomes, the row it follows in its array, and whether it is there already.
create type legacy_row as (
  place      integer,
  id         uuid,
  role       text,
  content    text,
  metadata   jsonb,
  created_at timestamptz,
  before_id  uuid,
  there      boolean
);

-- What makes every element of an array a row: the missing rows, as many as were asked for, in its order; the id of its last
-- element; the place of the last element that is there; how many more are missing; and its last element, where that is an
-- answer that is no row yet.
create type legacy_plan as (
  missing    legacy_row[],
  last_id    uuid,
  last_there integer,
  left_over  integer,
  held       legacy_row,
  -- How many elements of the version before it has not; null where nobody counted.
  gone       integer
);

-- Before Postgres 16 nothing tells whether a text is a time but to try.
do $outer$
begin
  if current_setting('server_version_num')::int < 160000 then
    create or replace function public.pg_input_is_valid(p_text text, p_type text) returns boolean
    language plpgsql stable as $$
    begin
      perform p_text::timestamptz;
      return true;
    exception when others then
      return false;
    end $$;
  end if;
end
$outer$;
$migration$;
  insert into duck_migrations (name, hash) values ('legacy/migrations/0001_legacy_move.sql', '4156321147e7a0e442979dfb0d05393870677568cb0712ae96bc3bca3cd35e4e')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
end
$piece$;
commit;

----------------------------------------------------------------------------------------------------
-- legacy/migrations/0002_users.sql

begin;
set local search_path = public;
set local check_function_bodies = off;
do $piece$
begin
  if exists (select from duck_migrations where name = 'legacy/migrations/0002_users.sql') then return; end if;
  execute $migration$
-- Whose sessions were given to which account, so that it can be undone. For the owner alone.
create table legacy_users (
  old_user_id text        primary key,
  user_id     text        not null,
  email       text        not null,
  mapped_at   timestamptz not null default now()
);

-- The sessions that changed hands: an account may have others, of its own or of another old user.
create table legacy_user_sessions (
  session_id  text primary key references chat_sessions (id) on delete cascade,
  old_user_id text not null references legacy_users (old_user_id) on delete cascade
);
create index legacy_user_sessions_by_user on legacy_user_sessions (old_user_id);

alter table legacy_users enable row level security;
alter table legacy_user_sessions enable row level security;
revoke all on legacy_users, legacy_user_sessions from public;
$migration$;
  insert into duck_migrations (name, hash) values ('legacy/migrations/0002_users.sql', 'f1b273bf486dd75cfd0cef40df3bc5224b8c232b031a23cfb7f046b44efaa35f')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
end
$piece$;
commit;

----------------------------------------------------------------------------------------------------
-- functions, policies and grants

begin;
set local search_path = public;
set local check_function_bodies = off;
-- adopt_sessions(guest, user) → how many sessions changed hands
-- Does: gives all sessions of a guest to the user the guest has become, deleted ones too, in one commit. Appends under way
--   end before or after it: their rows stay. Repeating it changes nothing.
-- Errors: QK501; 55P03 after 2 s behind someone who holds a session's row.
-- Runs as: duck_writer, for the caller who has proved to be both; locks the sessions' rows, in order.
-- Example: select adopt_sessions('guest-1', 'user-1');
create or replace function adopt_sessions(p_guest text, p_user text) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  v_count integer;
begin
  perform begin_write(2000);
  perform 1 from chat_sessions where user_id = p_guest order by id for no key update;
  update chat_sessions set user_id = p_user where user_id = p_guest;
  get diagnostics v_count = row_count;
  return v_count;
end
$$;
insert into duck_migrations (name, hash) values ('functions/adopt_sessions.sql', '2eca696b5ded27d50074ffc214386d3070667ace42adf946ed64c939439f90df')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- append_batch(users, session_ids, ids, roles, contents, metadata, parent_ids, has_parents, expected_message_counts,
--   stream_ids, models, server_id, wait_ms, id_wait_ms)
--   → one row: (statuses, message_counts, message_indexes, parent_ids, created_at, waited_us, held_us)
-- Does: appends each row at the end of its session, at most once per id; a row with a stream id is a user's message whose
--   answer is asked for in the same commit. Every row gets a status, those of append_locked, and none fails its
--   neighbours; new rows get their message index and parent. An array that says nothing may be null. With wait_ms 0
--   it waits for no session; above, for the sessions' rows and then their locks, each at most that long. For an id that
--   another transaction is about to take it waits id_wait_ms, since the sessions' other writers wait meanwhile.
-- Errors: QK501; 55P03 waited in vain; 23505, 40001, 40P01, QK502: nothing of the batch was written, run it singly.
-- Runs as: duck_writer, after its own owner check; pins the sessions' rows, then takes their locks.
-- Example: select * from append_batch('{local}', '{s1}', array[gen_random_uuid()], '{user}', '{Hello}');
create or replace function append_batch(
  p_users text[], p_session_ids text[], p_ids uuid[], p_roles text[], p_contents text[], p_metadata jsonb[] default null,
  p_parent_ids uuid[] default null, p_has_parents boolean[] default null,
  p_expected_message_counts integer[] default null,
  p_stream_ids uuid[] default null, p_models text[] default null, p_server_id uuid default null,
  p_wait_ms integer default 0, p_id_wait_ms integer default 25,
  out statuses text[], out message_counts integer[], out message_indexes integer[], out parent_ids uuid[],
  out created_at timestamptz, out waited_us integer, out held_us integer
)
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  -- Tables may have grown since a plan was made, and planning costs more than any of these statements.
  set plan_cache_mode = force_generic_plan set enable_seqscan = off
as $$
declare
  v_began  timestamptz := clock_timestamp();
  v_locked timestamptz;
  v_owners text[];
  v_held   text[];
  v_result record;
begin
  perform begin_write(case when p_wait_ms > 0 then p_wait_ms else p_id_wait_ms end);
  select h.owners, h.held into v_owners, v_held from hold_sessions(p_session_ids, p_wait_ms > 0, false) h;
  if p_wait_ms > 0 then
    perform set_config('lock_timeout', greatest(p_id_wait_ms, 1)::text, true);
  end if;
  v_locked := clock_timestamp();
  v_result := append_locked(v_owners, v_held, p_users, p_session_ids, p_ids, p_roles, p_contents, p_metadata,
    p_parent_ids, p_has_parents, p_expected_message_counts, p_stream_ids, p_models, p_server_id, 'client', null, true);
  statuses := v_result.statuses;
  message_counts := v_result.message_counts;
  message_indexes := v_result.message_indexes;
  parent_ids := v_result.parent_ids;
  created_at := now();
  waited_us := extract(epoch from v_locked - v_began) * 1000000;
  held_us := extract(epoch from clock_timestamp() - v_locked) * 1000000;
end
$$;
insert into duck_migrations (name, hash) values ('functions/append_batch.sql', '7669cbfc29af1731ecb2bb9e91e90b6371d03d2def75cfe87f57438183b1ed57')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- append_locked(held_users, held, users, session_ids, ids, roles, contents, metadata, parent_ids, has_parents,
--   expected_message_counts, stream_ids, models, server_id, origin, finish_reason, moves_head)
--   → (statuses, message_counts, message_indexes, parent_ids, appended), the arrays with an element a given row
-- Does: the one place where rows of messages are made. Each given row is judged: 'busy' (its session is live and the
--   user's, but not `held`; or the row is to be run singly: an id that stands twice in the batch, or an expectation or a
--   parent behind another row of its session), 'not-found' (no such session of this user), 'known' (the id is there
--   already), 'conflict' (the id or the stream id is taken), 'count' (another message count than expected, which is
--   given), 'parent' (not in the session), else 'new'. New rows take the next indexes of their session in the order
--   given, so a row that is refused leaves no gap; and their streams are opened, queued.
-- Errors: 23505 when an id was taken in this very moment, QK502 when fewer rows were inserted than were numbered: both
--   leave nothing of the batch.
-- Runs as: caller, who holds the lock of every session of `held`, taken in an earlier statement.
-- Example: select * from append_locked('{local}', '{s1}', '{local}', '{s1}', array[gen_random_uuid()], '{user}', '{Hello}',
--   null, null, null, null, null, null, null, 'client', null, true);
create or replace function append_locked(
  p_held_users text[], p_held text[],
  p_users text[], p_session_ids text[], p_ids uuid[], p_roles text[], p_contents text[], p_metadata jsonb[],
  p_parent_ids uuid[], p_has_parents boolean[], p_expected_message_counts integer[],
  p_stream_ids uuid[], p_models text[], p_server_id uuid,
  p_origin text, p_finish_reason text, p_moves_head boolean,
  out statuses text[], out message_counts integer[], out message_indexes integer[], out parent_ids uuid[],
  out appended integer
)
language plpgsql volatile
as $$
declare
  -- What the ids of this batch meet: messages and streams that are there, and each other. Mostly nothing.
  v_messages uuid[] := array(select m.id from messages m where m.id = any (p_ids || p_stream_ids));
  v_streams  uuid[] := array(select t.id from message_streams t where t.id = any (p_ids || p_stream_ids));
  v_twice    uuid[] := '{}';
  -- The sessions held, with their count and head as the rows before leave them.
  v_owners   text[];
  v_sessions text[];
  v_counts   integer[];
  v_heads    uuid[];
  s          integer;
  -- Whether no row has to do with anything but its session's end.
  v_plain    boolean;
  v_judged   boolean := false;
  v_inserted integer;
begin
  if cardinality(p_ids || p_stream_ids) > 1 then
    v_twice := array(
      select id from unnest(p_ids || p_stream_ids) id where id is not null group by id having count(*) > 1);
  end if;
  v_plain := cardinality(v_messages) + cardinality(v_streams) + cardinality(v_twice) = 0
    and p_has_parents is null and p_expected_message_counts is null;
  if v_plain and cardinality(p_held) = cardinality(p_ids) then
    -- As many sessions as rows: each new row is the next of its own, and its session's head is what it follows.
    select array_agg(t.message_count order by g.ord), array_agg(t.head_id order by g.ord), count(*)
      into message_indexes, parent_ids, appended
      from unnest(p_users, p_session_ids) with ordinality as g (owner, id, ord)
      join unnest(p_held_users, p_held) as h (owner, id) on h.id = g.id and h.owner = g.owner
      cross join lateral session_tail(g.id) t;
    v_judged := appended = cardinality(p_ids);
  end if;
  if v_judged then
    statuses := array_fill('new'::text, array[appended]);
    message_counts := array_fill(null::integer, array[appended]);
  else
    select array_agg(h.owner), array_agg(h.id), array_agg(t.message_count), array_agg(t.head_id)
      into v_owners, v_sessions, v_counts, v_heads
      from unnest(p_held_users, p_held) as h (owner, id) cross join lateral session_tail(h.id) t;
    message_counts := array_fill(null::integer, array[cardinality(p_ids)]);
    message_indexes := message_counts;
    parent_ids := array_fill(null::uuid, array[cardinality(p_ids)]);
    appended := 0;
    -- Few and simple steps a row: one statement with joins and windows takes longer to begin than this for 32 rows.
    for i in 1 .. cardinality(p_ids) loop
      s := array_position(v_sessions, p_session_ids[i]);
      if s is null or v_owners[s] <> p_users[i] then
        statuses[i] := case
          when exists (select from chat_sessions c
            where c.id = p_session_ids[i] and c.user_id = p_users[i] and c.deleted_at is null) then 'busy'
          else 'not-found' end;
        continue;
      end if;
      if v_plain then
        statuses[i] := 'new';
      else
        statuses[i] := case
          when p_ids[i] = any (v_twice) and array_position(p_ids, p_ids[i]) < i then 'busy'
          when (p_has_parents[i] is true or p_expected_message_counts[i] is not null)
            and array_position(p_session_ids, p_session_ids[i]) < i then 'busy'
          when p_ids[i] = any (v_messages) then 'known'
          when p_ids[i] = any (v_streams) and p_origin <> 'stream' then 'conflict'
          when p_expected_message_counts[i] <> v_counts[s] then 'count'
          when p_has_parents[i] and p_parent_ids[i] is not null
            and not is_message_of(p_parent_ids[i], p_session_ids[i]) then 'parent'
          when p_stream_ids[i] = any (v_messages) or p_stream_ids[i] = any (v_streams) then 'conflict'
          when p_stream_ids[i] = any (v_twice)
            and (p_stream_ids[i] = any (p_ids) or array_position(p_stream_ids, p_stream_ids[i]) < i) then 'conflict'
          else 'new' end;
      end if;
      if statuses[i] <> 'new' then
        if statuses[i] = 'count' then message_counts[i] := v_counts[s]; end if;
        continue;
      end if;
      message_indexes[i] := v_counts[s];
      parent_ids[i] := case when p_has_parents[i] then p_parent_ids[i] else v_heads[s] end;
      v_counts[s] := v_counts[s] + 1;
      v_heads[s] := p_ids[i];
      appended := appended + 1;
    end loop;
  end if;
  if appended = 0 then return; end if;

  insert into messages
    (id, session_id, message_index, role, content, metadata, parent_id, moves_head, origin, finish_reason)
  select g.id, g.session_id, g.message_index, g.role, g.content, coalesce(g.metadata, '{}'), g.parent_id,
    p_moves_head, p_origin, p_finish_reason
  from unnest(p_ids, p_session_ids, message_indexes, p_roles, p_contents, p_metadata, parent_ids)
    as g (id, session_id, message_index, role, content, metadata, parent_id)
  where g.message_index is not null;
  get diagnostics v_inserted = row_count;
  if v_inserted <> appended then
    raise exception using errcode = 'QK502', message = 'a numbered row was not inserted';
  end if;
  perform mirror_appended(p_session_ids, p_ids, message_indexes);

  if p_stream_ids is null then return; end if;
  insert into message_streams
    (id, session_id, prompt_id, model, status, server_id, follows, head_at_open)
  select g.stream_id, g.session_id, g.id, g.model, 'queued', p_server_id, 'head', g.id
  from unnest(p_stream_ids, p_session_ids, p_ids, p_models, message_indexes)
    as g (stream_id, session_id, id, model, message_index)
  where g.stream_id is not null and g.message_index is not null;
end
$$;
insert into duck_migrations (name, hash) values ('functions/append_locked.sql', '66352b4caf6321d71ecad25c98f62a2d754a7baa1d6ef6cd765c3f66403c3584')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- append_message(user, session_id, id, role, content, metadata, parent_id, has_parent, expected_message_count)
--   → the row's columns that the caller does not know, and 'new' or 'replay'
-- Does: appends one message at the end of the session, once; `has_parent` false means "follow the head". A batch of one.
-- Errors: QK404 no such session of this user; QK409 the id is taken; QK412 another message count (the detail is the
--   actual one); QK400 the parent is not in the session; QK501; 55P03 after 2 s behind others, or when what an old
--   app left in the session has still to become rows.
-- Runs as: duck_writer, after its own owner check; waits for the session's lock.
-- Example: select * from append_message('local', 's1', gen_random_uuid(), 'user', 'Hello');
create or replace function append_message(
  p_user text, p_session_id text, p_id uuid, p_role text, p_content text, p_metadata jsonb default '{}',
  p_parent_id uuid default null, p_has_parent boolean default false,
  p_expected_message_count integer default null
) returns table (
  result text, message_index integer, metadata jsonb, parent_id uuid, moves_head boolean,
  origin text, finish_reason text, created_at timestamptz, updated_at timestamptz
)
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  v_row appended;
begin
  v_row := append_messages(array[p_user], array[p_session_id], array[p_id], array[p_role], array[p_content],
    array[p_metadata], array[p_parent_id], array[p_has_parent], array[p_expected_message_count],
    p_wait_ms => 2000, p_id_wait_ms => 2000);
  case v_row.status
    when 'new', 'replay' then null;
    when 'not-found' then
      raise exception using errcode = 'QK404', message = 'session not found';
    when 'conflict' then
      raise exception using errcode = 'QK409', message = 'message id is taken';
    when 'count' then
      raise exception using errcode = 'QK412', message = 'message count differs', detail = v_row.message_count;
    when 'busy' then
      raise exception using errcode = '55P03', message = 'the session waits for its history';
    when 'parent' then
      raise exception using errcode = 'QK400', message = 'parent is not in this session', column = 'parentId';
  end case;
  return query select v_row.status, v_row.message_index, v_row.metadata, v_row.parent_id, v_row.moves_head,
    v_row.origin, v_row.finish_reason, v_row.created_at, v_row.updated_at;
end
$$;
insert into duck_migrations (name, hash) values ('functions/append_message.sql', '6ee4e482fe6256bfa000c677a4bcc5e8fda1d4db37effb0b1cab541acff2c391')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- append_messages(users, session_ids, ids, roles, contents, metadata, parent_ids, has_parents, expected_message_counts,
--   stream_ids, models, server_id, wait_ms, id_wait_ms) → one row of type appended a given row
-- Does: append_batch with an answer for every row in full: 'known' becomes 'replay' (the same payload) with the row that is
--   there, or 'conflict'.
-- Errors: QK501; 55P03, 23505, 40001, 40P01, QK502 as append_batch: nothing of the batch was written.
-- Runs as: duck_writer; append_batch checks the owner.
-- Example: select * from append_messages('{local}', '{s1}', array[gen_random_uuid()], '{user}', '{Hello}', '{null}',
--   '{null}', '{f}', '{null}');
create or replace function append_messages(
  p_users text[], p_session_ids text[], p_ids uuid[], p_roles text[], p_contents text[], p_metadata jsonb[],
  p_parent_ids uuid[], p_has_parents boolean[], p_expected_message_counts integer[],
  p_stream_ids uuid[] default null, p_models text[] default null, p_server_id uuid default null,
  p_wait_ms integer default 0, p_id_wait_ms integer default 25
) returns setof appended
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  v_batch record;
  v_row   appended;
begin
  v_batch := append_batch(p_users, p_session_ids, p_ids, p_roles, p_contents, p_metadata, p_parent_ids, p_has_parents,
    p_expected_message_counts, p_stream_ids, p_models, p_server_id, p_wait_ms, p_id_wait_ms);
  for i in 1 .. cardinality(p_ids) loop
    v_row := null;
    v_row.status := v_batch.statuses[i];
    if v_row.status = 'known' then
      v_row := known_message(p_session_ids[i], p_ids[i], p_roles[i], p_contents[i], p_parent_ids[i],
        p_has_parents[i] is true, p_stream_ids[i], p_models[i], p_server_id);
    elsif v_row.status = 'new' then
      v_row.message_index := v_batch.message_indexes[i];
      v_row.metadata := coalesce(p_metadata[i], '{}');
      v_row.parent_id := v_batch.parent_ids[i];
      v_row.moves_head := true;
      v_row.origin := 'client';
      v_row.created_at := v_batch.created_at;
      v_row.updated_at := v_batch.created_at;
      if p_stream_ids[i] is not null then
        v_row.stream_id := p_stream_ids[i];
        v_row.stream_model := p_models[i];
        v_row.stream_status := 'queued';
        v_row.stream_server_id := p_server_id;
        v_row.stream_created_at := v_batch.created_at;
      end if;
    else
      v_row.message_count := v_batch.message_counts[i];
    end if;
    v_row.ord := i;
    v_row.waited_us := v_batch.waited_us;
    v_row.held_us := v_batch.held_us;
    return next v_row;
  end loop;
end
$$;
insert into duck_migrations (name, hash) values ('functions/append_messages.sql', 'd645d3f5b053934cb5f92c82612c10a1ee200e49925e87a563066a1aa6295038')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- ask_stop(user, stream_id) → the row of message_streams, or none
-- Does: notes that the user wants a running stream to end, for whichever server writes it; one that is over stays as it is.
-- Errors: QK501; 55P03 after 1 s behind someone who holds the stream's row.
-- Runs as: duck_writer, after its own owner check; locks the stream's row.
-- Example: select status from ask_stop('local', :stream);
create or replace function ask_stop(p_user text, p_stream_id uuid) returns setof message_streams
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  perform begin_write(1000);
  update message_streams s set stop_asked_at = clock_timestamp()
    from chat_sessions c
    where s.id = p_stream_id and s.ended_at is null and s.stop_asked_at is null
      and c.id = s.session_id and c.user_id = p_user and c.deleted_at is null;
  return query
    select s.* from message_streams s join chat_sessions c on c.id = s.session_id
    where s.id = p_stream_id and c.user_id = p_user and c.deleted_at is null;
end
$$;
insert into duck_migrations (name, hash) values ('functions/ask_stop.sql', 'f46c265cfe5fd7d26cce72369b86c3a6710cf5d766dcc1bb90bd1bfa4b447ff3')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- beat_server(server_id) → every server's (id, beat), its own included
-- Does: makes the server known as a writer of streams, or counts its beat up; the others' beats tell whether they live.
-- Errors: none.
-- Runs as: duck_writer, for the server itself; locks its own row.
-- Example: select * from beat_server(:server);
create or replace function beat_server(p_server_id uuid) returns table (id uuid, beat bigint)
language sql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
  with mine as (
    insert into servers as s (id, beat) values (p_server_id, 1)
    on conflict (id) do update set beat = s.beat + 1 returning s.id, s.beat
  )
  select mine.id, mine.beat from mine union all select s.id, s.beat from servers s where s.id <> p_server_id
$$;
insert into duck_migrations (name, hash) values ('functions/beat_server.sql', 'a0f213f98dc0b3532cf4410db41a81ede119caac4eea67d641054d62ed84174d')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- begin_write(wait_ms) → nothing
-- Does: what every writing function begins with: refuses any isolation level but READ COMMITTED, under which the
--   statements after a lock see what its last holder committed; sets how long this transaction waits for a lock;
--   and turns an asynchronous commit, which can lose what was acked, into a synchronous one.
-- Errors: QK501 wrong isolation level.
-- Runs as: caller; takes no lock.
-- Example: select begin_write(2000);
create or replace function begin_write(p_wait_ms integer) returns void
language plpgsql volatile
as $$
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception using errcode = 'QK501', message = 'isolation level is not read committed';
  end if;
  perform set_config('lock_timeout', greatest(p_wait_ms, 1)::text, true);
  if current_setting('synchronous_commit') = 'off' then
    perform set_config('synchronous_commit', 'on', true);
  end if;
end
$$;
insert into duck_migrations (name, hash) values ('functions/begin_write.sql', 'f393ed41f1ccdd7e3972e8a131e5842a88f3c4b0f537b95750e8639e0fbaf3f1')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- checkpoint_streams(server_id, stream_ids, start_units, end_units, deltas) → (stream_id, durable_unit)
-- Does: makes text of open streams durable, all in one statement. A delta that does not start where the durable text ends
--   is left out; the answer names, per stream that is open and this server's, where it ends now, or null where somebody
--   holds the stream at the moment: it keeps no other waiting. A stream that is missing from the answer is no longer this
--   server's to write. Units are UTF-16 code units, counted by the writer.
-- Errors: none.
-- Runs as: duck_writer, for the server that owns the streams; pins the streams' rows.
-- Example: select * from checkpoint_streams(:server, array[:stream]::uuid[], '{0}', '{5}', '{Hello}');
create or replace function checkpoint_streams(
  p_server_id uuid, p_stream_ids uuid[], p_start_units integer[], p_end_units integer[], p_deltas text[]
) returns table (stream_id uuid, durable_unit integer)
language sql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
  with owned as materialized (
    -- locked, so that none is finalized between this look and the insert
    select s.id from message_streams s
    where s.id = any (p_stream_ids) and s.server_id = p_server_id and s.status = 'open'
    order by s.id for key share skip locked
  ), given as (
    select g.*, coalesce((
      select c.end_unit from stream_checkpoints c
      where c.stream_id = g.id order by c.start_unit desc limit 1), 0) as durable
    from unnest(p_stream_ids, p_start_units, p_end_units, p_deltas) as g (id, start_unit, end_unit, delta)
    join owned on owned.id = g.id
  ), added as (
    insert into stream_checkpoints as c (stream_id, start_unit, end_unit, delta)
    select id, start_unit, end_unit, delta from given where start_unit = durable
    returning c.stream_id, c.end_unit
  )
  select s.id, coalesce(added.end_unit, given.durable)
  from message_streams s
  left join given on given.id = s.id
  left join added on added.stream_id = s.id
  where s.id = any (p_stream_ids) and s.server_id = p_server_id and s.status = 'open'
$$;
insert into duck_migrations (name, hash) values ('functions/checkpoint_streams.sql', '6c1def825a8fe464c92b6e14b48e88734ef4b48a742504b3f45cab378dfa99c7')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- count_shown(users, session_ids) → (user_id, session_id, message_count), a row for each user's live session
-- Does: counts the sessions that tabs show, of many users at once; those that are not the user's are left out.
-- Errors: none.
-- Runs as: duck_reader, after its own owner check; takes no lock.
-- Example: select * from count_shown('{local,local}', '{s1,s2}');
create or replace function count_shown(p_users text[], p_session_ids text[])
returns table (user_id text, session_id text, message_count integer)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  select c.user_id, c.id, session_message_count(c.id)
  from unnest(p_users, p_session_ids) as shown (user_id, id)
  join chat_sessions c on c.id = shown.id and c.user_id = shown.user_id and c.deleted_at is null
$$;
insert into duck_migrations (name, hash) values ('functions/count_shown.sql', 'a648e533dce680d2e8a8f82c8e29c94c469336c4010e97e5c82b8ea047d50d2b')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- delete_session(user, session_id, forever) → ids of the streams that were still running
-- Does: hides the session everywhere at once and asks for the end of its running streams; with `forever` erases it with all
--   its messages, the one way a message ever goes. A hidden one can still be erased. Waits for the appends that are under way.
-- Errors: QK404 unless the session is there and the user's; QK501; 55P03 after 1 s in the row's queue or for its holder.
-- Runs as: duck_writer, after its own owner check; locks the session's row.
-- Example: select delete_session('local', 's1', false);
create or replace function delete_session(p_user text, p_session_id text, p_forever boolean) returns setof uuid
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  perform begin_write(1000);
  perform 1 from chat_sessions
    where id = p_session_id and user_id = p_user and (deleted_at is null or p_forever)
    for update;
  if not found then
    raise exception using errcode = 'QK404', message = 'session not found';
  end if;
  return query
    update message_streams s set stop_asked_at = coalesce(s.stop_asked_at, clock_timestamp())
    where s.session_id = p_session_id and s.ended_at is null returning s.id;
  if p_forever then
    delete from chat_sessions where id = p_session_id;
  else
    update chat_sessions set deleted_at = now(), updated_at = now() where id = p_session_id;
  end if;
end
$$;
insert into duck_migrations (name, hash) values ('functions/delete_session.sql', '3ea3723a9d132130e3b92114c695db181a66fca6831442175f2f954ec0ecc7cb')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- end_locked(stream, status, finish_reason, content, metadata, error_class) → message index, or null without a row
-- Does: ends a running stream: its text becomes exactly one row, or none when there is no text. An answer to a send
--   follows the head while its prompt is on the active line, else the prompt; any other follows the prompt and moves the
--   head only if nobody has moved it since the stream was opened. When a message of another session took the stream's
--   id in the very moment it was opened, there is no row either.
-- Errors: 23505 as append_locked.
-- Runs as: caller, who holds the session's lock.
-- Example: select end_locked(s, 'stopped', 'stopped', 'Hel', '{}', null) from message_streams s where id = :stream;
create or replace function end_locked(
  p_stream message_streams, p_status text, p_finish_reason text, p_content text, p_metadata jsonb,
  p_error_class text
) returns integer
language plpgsql volatile
as $$
declare
  v_head       uuid := session_head(p_stream.session_id);
  v_parent     uuid := p_stream.prompt_id;
  v_moves_head boolean := v_head is not distinct from p_stream.head_at_open;
  v_index      integer;
begin
  if p_content <> '' and not exists (select from messages m where m.id = p_stream.id) then
    if p_stream.follows = 'head' then
      v_moves_head := is_on_line(p_stream.prompt_id, v_head);
      if v_moves_head then v_parent := v_head; end if;
    end if;
    select a.message_indexes[1] into strict v_index from append_locked(
      array['answer'], array[p_stream.session_id], array['answer'], array[p_stream.session_id],
      array[p_stream.id], array['assistant'], array[p_content], array[p_metadata], array[v_parent],
      array[true], null, null, null, null, 'stream', p_finish_reason, v_moves_head) a
      where a.appended = 1;
  end if;
  update message_streams
    set status = p_status, ended_at = clock_timestamp(), error_class = p_error_class
    where id = p_stream.id;
  delete from stream_checkpoints where stream_id = p_stream.id;
  return v_index;
end
$$;
insert into duck_migrations (name, hash) values ('functions/end_locked.sql', '6e79b20cb7d1adc878efbfe0ea5f923c6afc520fce467e07e18363579ad4cc97')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- finalize_stream(server_id, stream_id, status, finish_reason, content, metadata, error_class)
--   → (result, message_index, message_count, head_id)
-- Does: ends this server's stream: 'ended' now, 'replay' when this very end was committed before, 'fenced' when the stream
--   was settled by someone else or is not this server's: nothing was written. message_index is null without a row.
--   Works on a hidden (deleted) session too, so that a restored one has its answer.
-- Errors: QK501; 55P03 when the session is held for 250 ms, or what an old app left in it has still to become rows: others
--   wait behind this one, so it is to be tried again.
-- Runs as: duck_writer, for the server that owns the stream; pins the session's row, takes its lock.
-- Example: select * from finalize_stream(:server, :stream, 'finalized', 'completed', 'Hello', '{}', null);
create or replace function finalize_stream(
  p_server_id uuid, p_stream_id uuid, p_status text, p_finish_reason text, p_content text, p_metadata jsonb,
  p_error_class text
) returns table (result text, message_index integer, message_count integer, head_id uuid)
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
#variable_conflict use_column
declare
  v_stream message_streams;
  v_index  integer;
  v_held   text[];
begin
  perform begin_write(250);
  select * into v_stream from message_streams where id = p_stream_id;
  if not found then
    return query select 'fenced', null::integer, 0, null::uuid;
    return;
  end if;
  v_held := (hold_sessions(array[v_stream.session_id], true, true)).held;
  if v_held is null and exists (select from chat_sessions where id = v_stream.session_id) then
    raise exception using errcode = '55P03', message = 'the session waits for its history';
  end if;

  select * into v_stream from message_streams where id = p_stream_id for update;
  if v_stream.ended_at is null and v_stream.server_id = p_server_id then
    v_index := end_locked(v_stream, p_status, p_finish_reason, p_content, p_metadata, p_error_class);
    result := 'ended';
  else
    select m.message_index into v_index from messages m where m.id = p_stream_id and m.origin = 'stream';
    result := case
      when v_stream.server_id = p_server_id and v_stream.status = p_status then 'replay' else 'fenced' end;
    -- A replay is an ack too: the commit it repeats must be durable before.
    perform pg_current_xact_id();
  end if;
  return query select result, v_index, t.message_count, t.head_id from session_tail(v_stream.session_id) t;
end
$$;
insert into duck_migrations (name, hash) values ('functions/finalize_stream.sql', 'bc199bc5777408cf0dff0b4dbde47d1adab2700aa30ad48d9b5cd61d90909ef7')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- forget_server(server_id) → true when it is out of the list
-- Does: takes a server that is gone, and has no running stream left, out of the list of those that beat.
-- Errors: none.
-- Runs as: duck_writer; locks the server's row.
-- Example: select forget_server(:server);
create or replace function forget_server(p_server_id uuid) returns boolean
language sql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
  delete from servers where id = p_server_id and not exists (
    select from message_streams where server_id = p_server_id and ended_at is null);
  select not exists (select from servers where id = p_server_id)
$$;
insert into duck_migrations (name, hash) values ('functions/forget_server.sql', '4c7311e207f634f8a6ed8e40f0f24fc5600a6480e35dbb925431d61692fb3b4c')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- get_index_at(user, session_id, time) → message index, null when every message is older
-- Does: finds the first message at or after a time by halving the indexes, in one read a step. Clocks jump, so times need not
--   go up with the indexes: what comes is an index whose message is not older while the one before it is.
-- Errors: QK404 unless the session is there, live and the user's.
-- Runs as: duck_reader, after its own owner check; takes no lock.
-- Example: select get_index_at('local', 's1', now() - interval '1 day');
create or replace function get_index_at(p_user text, p_session_id text, p_time timestamptz) returns integer
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  v_count  integer := get_session_message_count(p_user, p_session_id);
  v_older  integer := -1;
  v_found  integer := v_count;
  v_middle integer;
begin
  while v_found - v_older > 1 loop
    v_middle := v_older + (v_found - v_older) / 2;
    if (select m.created_at < p_time from messages m
        where m.session_id = p_session_id and m.message_index = v_middle) then
      v_older := v_middle;
    else
      v_found := v_middle;
    end if;
  end loop;
  return nullif(v_found, v_count);
end
$$;
insert into duck_migrations (name, hash) values ('functions/get_index_at.sql', 'c47f0859eee469b3bc4ace6a8aefcfd3174a53d6221813a7bf05277f88ff5900')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- get_message(user, message_id) → the row of messages, or none
-- Does: finds one message of the user's by its id, whatever its session; none in a deleted session.
-- Errors: none.
-- Runs as: duck_reader, after its own owner check; takes no lock.
-- Example: select * from get_message('local', :message);
create or replace function get_message(p_user text, p_message_id uuid) returns setof messages
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  select m.* from messages m join chat_sessions s on s.id = m.session_id
  where m.id = p_message_id and s.user_id = p_user and s.deleted_at is null
$$;
insert into duck_migrations (name, hash) values ('functions/get_message.sql', '7def4d2de72f793bc1bbafeb27af497fb74d0608d93052375a1d2b0539203c95')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- get_message_context(user, prompt_id, max_messages) → the turns a model is asked with, oldest first: (id, role, content)
-- Does: walks the active line up to the prompt, each earlier prompt followed by its answer wherever that stands; prompts
--   after this one, and answers to them, are left out. Answers are found through their streams. Nothing when the prompt
--   is not the user's; a hidden session's answers go on, so it does not ask whether the session is deleted.
-- Errors: none.
-- Runs as: duck_reader, after its own owner check; takes no lock.
-- Example: select * from get_message_context('local', :prompt, 200);
create or replace function get_message_context(p_user text, p_prompt_id uuid, p_max_messages integer)
returns table (id uuid, role text, content text)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  with recursive line as (
    select m.id, m.parent_id, m.message_index, m.role, m.content, m.origin, 1 as depth
    from messages m join chat_sessions c on c.id = m.session_id
    where m.id = p_prompt_id and c.user_id = p_user
    union all
    select m.id, m.parent_id, m.message_index, m.role, m.content, m.origin, line.depth + 1
    from line join messages m on m.id = line.parent_id
    where line.depth < p_max_messages
  ), placed as (
    -- an answer on the line stands where its prompt stands
    select line.*, coalesce(asked.message_index, line.message_index) as place
    from line
    left join message_streams s on s.id = line.id
    left join messages asked on asked.id = s.prompt_id
    union all
    -- prompts on the line whose answer came after this prompt was sent: a message lower on the active line
    select a.id, a.parent_id, a.message_index, a.role, a.content, a.origin, 0, line.message_index
    from line
    join message_streams s on s.prompt_id = line.id and s.follows = 'head'
    join messages a on a.id = s.id
    where line.id <> p_prompt_id and not exists (select from line l where l.id = a.id)
      and not exists (
        select from line l join message_streams other on other.id = l.id and other.prompt_id = s.prompt_id)
  )
  select placed.id, placed.role, placed.content from placed
  order by place, message_index
$$;
insert into duck_migrations (name, hash) values ('functions/get_message_context.sql', '1a01f62f418e50190d086b23b3a3ef4d333308631f55ff84282d7a0bbc596e29')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- get_session_line(user, session_id, before, limit, max_bytes) → rows of messages, ascending
-- Does: reads one page of the active line, the newest, or what stands above the message with index `before` on its own
--   line: the oldest message of one page asks for the next. It walks up by parents, so its cost is the page's, not the
--   session's. At most `limit` rows and `max_bytes` of text and metadata, but at least one row.
-- Errors: QK404 unless the session is there, live and the user's.
-- Runs as: duck_reader, after its own owner check; takes no lock.
-- Example: select * from get_session_line('local', 's1', null, 50);
create or replace function get_session_line(
  p_user text, p_session_id text, p_before integer, p_limit integer, p_max_bytes bigint default 4194304
) returns setof messages
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
#variable_conflict use_column
declare
  v_first uuid;
begin
  select head_id into v_first from get_session_state(p_user, p_session_id);
  if p_before is not null then
    select m.parent_id into v_first from messages m
      where m.session_id = p_session_id and m.message_index = p_before;
  end if;
  return query
    with recursive line as (
      select m.*, 1 as nth, message_bytes(m.content, m.metadata) as bytes from messages m
      where m.id = v_first and m.session_id = p_session_id and p_limit > 0
      union all
      -- Parents have lower indexes: a row put in by SQL that follows itself ends the walk.
      select m.*, line.nth + 1, line.bytes + message_bytes(m.content, m.metadata)
      from line join messages m on m.id = line.parent_id and m.session_id = line.session_id
      where line.nth < p_limit and line.bytes <= p_max_bytes and m.message_index < line.message_index
    )
    select id, session_id, message_index, role, content, metadata, created_at, updated_at, parent_id, moves_head,
      origin, finish_reason
    from line where nth = 1 or bytes <= p_max_bytes
    order by message_index;
end
$$;
insert into duck_migrations (name, hash) values ('functions/get_session_line.sql', 'ef2ec905b93c5ecc81675dddc351c7926e333b3809e9810b7877555be4ae82ed')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- get_session_message_count(user, session_id) → integer
-- Does: gives the session's message count, by one descent of the unique index.
-- Errors: QK404 unless the session is there, live and the user's.
-- Runs as: duck_reader, after its own owner check; takes no lock.
-- Example: select get_session_message_count('local', 's1');
create or replace function get_session_message_count(p_user text, p_session_id text) returns integer
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  v_count integer;
begin
  select coalesce(
      (select m.message_index + 1 from messages m where m.session_id = c.id order by m.message_index desc limit 1), 0)
    into v_count
    from chat_sessions c where c.id = p_session_id and c.user_id = p_user and c.deleted_at is null;
  if not found then
    raise exception using errcode = 'QK404', message = 'session not found';
  end if;
  return v_count;
end
$$;
insert into duck_migrations (name, hash) values ('functions/get_session_message_count.sql', '4867f7f800c9094854add61a538f443bc65b2465ae822ad5ca02c42d5ea18d55')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- get_session_messages(user, session_id, before, after, limit, max_bytes) → rows of messages, ascending
-- Does: reads one page by index alone: the first rows after `after`, else the last rows before `before` (null: the
--   newest). At most `limit` rows and `max_bytes` of text and metadata, but at least one row; nothing for another's.
-- Errors: none.
-- Runs as: duck_reader, after its own owner check; takes no lock.
-- Example: select * from get_session_messages('local', 's1', null, null, 50);
create or replace function get_session_messages(
  p_user text, p_session_id text, p_before integer, p_after integer, p_limit integer,
  p_max_bytes bigint default 4194304
) returns setof messages
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  -- The indexes that the page reaches from and to, and what lies between weighs.
  v_first integer;
  v_last  integer;
  v_bytes bigint;
begin
  perform 1 from chat_sessions where id = p_session_id and user_id = p_user and deleted_at is null;
  if not found then return; end if;
  if p_after is null then
    select min(p.message_index), max(p.message_index), sum(message_bytes(p.content, p.metadata))
      into v_first, v_last, v_bytes
      from (
        select m.message_index, m.content, m.metadata from messages m
        where m.session_id = p_session_id and m.message_index < coalesce(p_before, 2147483647)
        order by m.message_index desc limit p_limit) p;
  else
    select min(p.message_index), max(p.message_index), sum(message_bytes(p.content, p.metadata))
      into v_first, v_last, v_bytes
      from (
        select m.message_index, m.content, m.metadata from messages m
        where m.session_id = p_session_id and m.message_index > p_after
          and m.message_index < coalesce(p_before, 2147483647)
        order by m.message_index limit p_limit) p;
  end if;
  if v_bytes > p_max_bytes then
    select min(w.message_index), max(w.message_index) into v_first, v_last
      from (
        select m.message_index, row_number() over reading as nth,
          sum(message_bytes(m.content, m.metadata)) over reading as bytes
        from messages m
        where m.session_id = p_session_id and m.message_index between v_first and v_last
        window reading as (order by case when p_after is null then -m.message_index else m.message_index end)) w
      where w.nth = 1 or w.bytes <= p_max_bytes;
  end if;
  -- Once more by their indexes: rows that go through sorts and windows whole cost more than this look.
  return query
    select m.* from messages m
    where m.session_id = p_session_id and m.message_index between v_first and v_last
    order by m.message_index;
end
$$;
insert into duck_migrations (name, hash) values ('functions/get_session_messages.sql', '42c8e46de06e77c6ba92f55ee7c6f25467d72c7e879cccf0a3fb5f29c642449c')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- get_session_state(user, session_id) → (message_count, head_id)
-- Does: gives count and head by one descent each. In one statement with get_session_messages both see one snapshot.
-- Errors: QK404 unless the session is there, live and the user's.
-- Runs as: duck_reader, after its own owner check; takes no lock.
-- Example: select * from get_session_state('local', 's1');
create or replace function get_session_state(
  p_user text, p_session_id text, out message_count integer, out head_id uuid
)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  select t.message_count, t.head_id into message_count, head_id
    from chat_sessions c cross join lateral session_tail(c.id) t
    where c.id = p_session_id and c.user_id = p_user and c.deleted_at is null;
  if not found then
    raise exception using errcode = 'QK404', message = 'session not found';
  end if;
end
$$;
insert into duck_migrations (name, hash) values ('functions/get_session_state.sql', '03371a9872ab88743fa3aa0bf1a01dda3430aab7acdb80b6fab101414e5bdc15')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- get_stream(user, stream_id) → the row of message_streams, or none
-- Does: finds one stream of the user's by its id; none in a deleted session.
-- Errors: none.
-- Runs as: duck_reader, after its own owner check; takes no lock.
-- Example: select status from get_stream('local', :stream);
create or replace function get_stream(p_user text, p_stream_id uuid) returns setof message_streams
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  select s.* from message_streams s join chat_sessions c on c.id = s.session_id
  where s.id = p_stream_id and c.user_id = p_user and c.deleted_at is null
$$;
insert into duck_migrations (name, hash) values ('functions/get_stream.sql', '2c5f3e04ed2ec90beab0ccba39ee76bfc07ce86b272be843953874e8c65f19f3')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- hold_lifeline(server_id) → nothing
-- Does: takes the server's lifeline, a lock of this connection: as long as it stands, the server's process is there, even
--   when it is stopped and cannot beat. A machine that is gone is found out by keepalives, within 6 s.
-- Errors: none.
-- Runs as: duck_writer, on a connection of the server's own, not through a pooler; takes the lifeline, shared.
-- Example: select hold_lifeline(:server);
create or replace function hold_lifeline(p_server_id uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  perform set_config('tcp_keepalives_idle', '2', false), set_config('tcp_keepalives_interval', '1', false),
    set_config('tcp_keepalives_count', '4', false);
  perform pg_advisory_lock_shared(server_lock_key(p_server_id));
end
$$;
insert into duck_migrations (name, hash) values ('functions/hold_lifeline.sql', '9b3bffc2f60fdc237becf94b9fb56416cd4e5dee74814c73350ad8a7c7bc1856')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- is_behind(stream) → whether an older stream of its session still runs
-- Does: tells whose turn it is: answers of a session are written one after another, in the order in which they were asked
--   for. Those asked for in one commit go in the order of their prompts.
-- Errors: none.
-- Runs as: caller; takes no lock.
-- Example: select is_behind(s) from message_streams s where id = :stream;
create or replace function is_behind(p_stream message_streams) returns boolean
language sql stable
as $$
  select exists (
    select from message_streams s
    where s.session_id = p_stream.session_id and s.ended_at is null and s.id <> p_stream.id
      and s.created_at <= p_stream.created_at and (
        s.created_at < p_stream.created_at
        or (select (m.message_index, s.id) from messages m where m.id = s.prompt_id)
          < (select (m.message_index, p_stream.id) from messages m where m.id = p_stream.prompt_id)))
$$;
insert into duck_migrations (name, hash) values ('functions/is_behind.sql', '55174b285e53c9d0106787e248319d746cb297d943a1b3274b8f194346194edd')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- is_message_of(message_id, session_id) → true when the message is one of that session
-- Does: looks it up by its id.
-- Errors: none.
-- Runs as: caller, for other functions: it checks no owner.
-- Example: select is_message_of(:message, 's1');
create or replace function is_message_of(p_message_id uuid, p_session_id text) returns boolean
language plpgsql stable
as $$
begin
  return exists (select from messages m where m.id = p_message_id and m.session_id = p_session_id);
end
$$;
insert into duck_migrations (name, hash) values ('functions/is_message_of.sql', 'ab0cca88cad80545b893062897877e314e503b2bac2e4b5317e0df531b91d2e8')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- is_on_line(message_id, leaf_id) → true when the message is the leaf or above it
-- Does: walks up from the leaf. Parents have lower indexes, so the walk ends at the message's own index.
-- Errors: none.
-- Runs as: caller, for other functions: it checks no owner.
-- Example: select is_on_line(:prompt, session_head('s1'));
create or replace function is_on_line(p_message_id uuid, p_leaf_id uuid) returns boolean
language sql stable
as $$
  with recursive wanted as (
    select message_index from messages where id = p_message_id
  ), line as (
    select m.id, m.parent_id, m.message_index from messages m where m.id = p_leaf_id
    union all
    select m.id, m.parent_id, m.message_index
    from line join messages m on m.id = line.parent_id
    where line.message_index > (select message_index from wanted)
  )
  select exists (select from line where id = p_message_id)
$$;
insert into duck_migrations (name, hash) values ('functions/is_on_line.sql', 'a626d4fdbc0b8cd58701b431ce4bfe11aabac58cc9e3a5a0abf4671900c64140')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- is_server_connected(server_id) → whether the server's lifeline stands
-- Does: tells a server that is stopped, or slow, from one that is gone. A server without a direct connection has none.
-- Errors: none.
-- Runs as: duck_writer; tries the lifeline for the time of the call.
-- Example: select is_server_connected(:server);
create or replace function is_server_connected(p_server_id uuid) returns boolean
language sql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
  select not pg_try_advisory_xact_lock(server_lock_key(p_server_id))
$$;
insert into duck_migrations (name, hash) values ('functions/is_server_connected.sql', 'aef2cb6445b0605150095cce93fc77ed878a8abefb958d1092841fb0ff0836fc')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- known_message(session_id, id, role, content, parent_id, has_parent, stream_id, model, server_id) → a row of type appended
-- Does: answers an append whose message id is there already: 'replay' with the row when it is the same message, with its
--   stream when one was asked for, else 'conflict'. A send that was answered before gives its stream whatever id is
--   asked for now; a message that was only appended is answered now. And it makes this transaction's commit wait until
--   all commits before it are durable, the message's own too: a replay is an ack.
-- Errors: none.
-- Runs as: caller, who holds the session's lock and has checked its owner.
-- Example: select * from known_message('s1', :id, 'user', 'Hello', null, false, null, null, null);
create or replace function known_message(
  p_session_id text, p_id uuid, p_role text, p_content text, p_parent_id uuid, p_has_parent boolean,
  p_stream_id uuid, p_model text, p_server_id uuid
) returns appended
language plpgsql volatile
as $$
declare
  v_row    appended;
  v_stream message_streams;
begin
  select m.message_index, m.metadata, m.parent_id, m.moves_head, m.origin, m.finish_reason, m.created_at, m.updated_at
    into v_row.message_index, v_row.metadata, v_row.parent_id, v_row.moves_head, v_row.origin,
      v_row.finish_reason, v_row.created_at, v_row.updated_at
    from messages m
    where m.id = p_id and m.session_id = p_session_id and m.role = p_role and m.content = p_content
      and m.origin = 'client' and (not p_has_parent or m.parent_id is not distinct from p_parent_id);
  if not found then
    v_row.status := 'conflict';
    return v_row;
  end if;
  perform pg_current_xact_id();
  v_row.status := 'replay';
  if p_stream_id is null then return v_row; end if;
  begin
    v_stream := open_locked(p_session_id, p_stream_id, p_id, null, p_model, p_server_id, 'head');
  exception when sqlstate 'QK409' or unique_violation then
    v_row.status := 'conflict';
    return v_row;
  end;
  v_row.stream_id := v_stream.id;
  v_row.stream_model := v_stream.model;
  v_row.stream_status := v_stream.status;
  v_row.stream_error_class := v_stream.error_class;
  v_row.stream_server_id := v_stream.server_id;
  v_row.stream_created_at := v_stream.created_at;
  v_row.stream_opened_at := v_stream.opened_at;
  v_row.stream_ended_at := v_stream.ended_at;
  return v_row;
end
$$;
insert into duck_migrations (name, hash) values ('functions/known_message.sql', 'a8a5fde1cc90134aba4ad1d78b8b92d416540f809d2a2394431a0615fbe96b54')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- list_all_sessions(after, limit) → (session_id, user_id), ascending by the ids' bytes
-- Does: names the sessions of all users and whose they are, hidden ones too, a page at a time; ids alone, for whoever has to
--   look after the whole database.
-- Errors: none.
-- Runs as: duck_reader, for an operator, as the caller has seen to; takes no lock.
-- Example: select * from list_all_sessions('', 100);
create or replace function list_all_sessions(p_after text, p_limit integer)
returns table (session_id text, user_id text)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  select c.id, c.user_id from chat_sessions c where c.id collate "C" > p_after order by c.id collate "C" limit p_limit
$$;
insert into duck_migrations (name, hash) values ('functions/list_all_sessions.sql', 'e0f8ed8cb57a2734e09eb2ac2f167e43950d9b16b95030df82d60bb620d2e787')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- list_forgotten_servers() → ids of servers that have running streams but do not stand in servers any more
-- Does: finds those whose streams nobody would settle otherwise.
-- Errors: none.
-- Runs as: duck_writer; takes no lock.
-- Example: select * from list_forgotten_servers();
create or replace function list_forgotten_servers() returns setof uuid
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  select distinct server_id from message_streams
  where ended_at is null and not exists (select from servers where servers.id = message_streams.server_id)
$$;
insert into duck_migrations (name, hash) values ('functions/list_forgotten_servers.sql', 'f04f526ebed3791820115f885097b3f81f797a69310aacb051098bdc6fd5f40f')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- list_server_streams(server_id) → (stream, user_id), the server's running streams, oldest first
-- Does: tells a server what the database holds it to: streams that it lost sight of, and those whose end was asked for.
--   Those of deleted sessions are among them.
-- Errors: none.
-- Runs as: duck_writer, for the server itself; takes no lock.
-- Example: select (stream).id, user_id from list_server_streams(:server);
create or replace function list_server_streams(p_server_id uuid)
returns table (stream message_streams, user_id text)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  select s, c.user_id from message_streams s join chat_sessions c on c.id = s.session_id
  where s.server_id = p_server_id and s.ended_at is null
  order by s.created_at, s.id
$$;
insert into duck_migrations (name, hash) values ('functions/list_server_streams.sql', 'f34be29646d4dc719ed462896424010a64eb7d47eebd7e1b76b663650c0cd71f')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- list_streams(user, session_id) → rows of message_streams, oldest first
-- Does: gives the session's streams that have no row: running ones and those that ended without text.
-- Errors: QK404 unless the session is there, live and the user's.
-- Runs as: duck_reader, after its own owner check; takes no lock.
-- Example: select * from list_streams('local', 's1');
create or replace function list_streams(p_user text, p_session_id text) returns setof message_streams
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  perform get_session_state(p_user, p_session_id);
  return query
    select s.* from message_streams s
    where s.session_id = p_session_id and not exists (select from messages m where m.id = s.id)
    order by s.created_at, s.id;
end
$$;
insert into duck_migrations (name, hash) values ('functions/list_streams.sql', '2a4faf66c9d2fe1725a43b4ffc148c8fbdbae68d7dfb12618bea5299eeadf5e5')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- list_users_streams(users) → (stream, user_id), the running streams of all of them, oldest first
-- Does: gives what is queued or open of the users named; those of deleted sessions are left out.
-- Errors: none.
-- Runs as: duck_reader, after its own owner check; takes no lock.
-- Example: select (stream).id from list_users_streams('{local}');
create or replace function list_users_streams(p_users text[])
returns table (stream message_streams, user_id text)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  select s, c.user_id from message_streams s join chat_sessions c on c.id = s.session_id
  where s.ended_at is null and c.user_id = any (p_users) and c.deleted_at is null
  order by s.created_at, s.id
$$;
insert into duck_migrations (name, hash) values ('functions/list_users_streams.sql', '4b27e2313d8fb6983761368a2722e481323468b721b9a78f8c1015f5fba33823')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- lock_session(user, session_id) → nothing
-- Does: holds one live session of the user's until the transaction ends, as hold_sessions. Another's is never waited for.
-- Errors: QK404 unless the session is there, live and the user's; 55P03 after waiting as long as begin_write said, or when
--   what an old app left in it has still to become rows.
-- Runs as: caller; takes the row, then the advisory lock, as every writer does.
-- Example: select lock_session('local', 's1');
create or replace function lock_session(p_user text, p_session_id text) returns void
language plpgsql volatile
as $$
declare
  v_owner text;
begin
  perform 1 from chat_sessions where id = p_session_id and user_id = p_user and deleted_at is null;
  if found then
    v_owner := (hold_sessions(array[p_session_id], true, false)).owners[1];
    if v_owner is null and exists (select from chat_sessions where id = p_session_id and deleted_at is null) then
      raise exception using errcode = '55P03', message = 'the session waits for its history';
    end if;
  end if;
  if v_owner is distinct from p_user then
    raise exception using errcode = 'QK404', message = 'session not found';
  end if;
end
$$;
insert into duck_migrations (name, hash) values ('functions/lock_session.sql', '2db0d30553f433a113ae2b673e0b6dceb70cf2d4e64fa9829f41be4dcc0007f2')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- message_bytes(content, metadata) → bigint
-- Does: gives what a row weighs in a page: bytes of its text and of its metadata as JSON. A long text is not read for it.
-- Errors: none.
-- Runs as: caller; takes no lock.
-- Example: select message_bytes('Hello', '{}');
create or replace function message_bytes(p_content text, p_metadata jsonb) returns bigint
language sql immutable parallel safe
as $$
  select octet_length(p_content)::bigint + coalesce(octet_length(p_metadata::text), 0)
$$;
insert into duck_migrations (name, hash) values ('functions/message_bytes.sql', '9de6e397cdf853af0410e5424bf44a6a5bcd9648c828fd9d179c2dc708037a69')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- open_locked(session_id, id, prompt_id, continue_from, model, server_id, follows) → the stream, queued
-- Does: opens a stream once. The same id with the same session and prompt gives the stream that is there; a send (`follows`
--   = 'head') that was already answered gives its stream whatever id is asked for now.
-- Errors: QK409 id taken; QK400 the prompt is no user message, or continue_from no answer, of the session.
-- Runs as: caller, who holds the session's lock.
-- Example: select * from open_locked('s1', gen_random_uuid(), :prompt, null, 'duck/duck', :server, 'prompt');
create or replace function open_locked(
  p_session_id text, p_id uuid, p_prompt_id uuid, p_continue_from uuid, p_model text, p_server_id uuid,
  p_follows text
) returns message_streams
language plpgsql volatile
as $$
declare
  v_stream message_streams;
begin
  select * into v_stream from message_streams s
    where s.id = p_id or (p_follows = 'head' and s.follows = 'head' and s.prompt_id = p_prompt_id)
    order by s.prompt_id = p_prompt_id desc limit 1;
  if found then
    if v_stream.session_id <> p_session_id or v_stream.prompt_id <> p_prompt_id
      or v_stream.follows <> p_follows or v_stream.continue_from is distinct from p_continue_from then
      raise exception using errcode = 'QK409', message = 'stream id is taken';
    end if;
    return v_stream;
  end if;
  if exists (select from messages m where m.id = p_id) then
    raise exception using errcode = 'QK409', message = 'stream id is taken by a message';
  end if;
  if not exists (
    select from messages m where m.id = p_prompt_id and m.session_id = p_session_id and m.role = 'user'
  ) then
    raise exception using errcode = 'QK400', message = 'prompt is no user message of this session',
      column = 'promptId';
  end if;
  if p_continue_from is not null and not exists (
    select from messages m
    where m.id = p_continue_from and m.session_id = p_session_id and m.role = 'assistant'
  ) then
    raise exception using errcode = 'QK400', message = 'no answer of this session to continue from',
      column = 'continueFrom';
  end if;

  insert into message_streams
    (id, session_id, prompt_id, continue_from, model, status, server_id, follows, head_at_open)
  values (p_id, p_session_id, p_prompt_id, p_continue_from, p_model, 'queued', p_server_id, p_follows,
    session_head(p_session_id))
  returning * into v_stream;
  return v_stream;
end
$$;
insert into duck_migrations (name, hash) values ('functions/open_locked.sql', 'efa70ab16655bb44c99599259fcc1e8d2d77162aeae6a5df201868dd625c9115')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- open_stream(user, session_id, id, prompt_id, continue_from, model, server_id, wait_ms) → the stream, queued
-- Does: asks for another answer to a prompt: regenerate, retry or continue. Its row will follow the prompt. The same id
--   gives the same stream.
-- Errors: QK404 session; QK409 id taken; QK400 bad prompt or continue_from; QK501; 55P03 after wait_ms behind others.
-- Runs as: duck_writer, after its own owner check; pins the session's row, takes its lock.
-- Example: select * from open_stream('local', 's1', gen_random_uuid(), :prompt, null, 'duck/duck', :server);
create or replace function open_stream(
  p_user text, p_session_id text, p_id uuid, p_prompt_id uuid, p_continue_from uuid, p_model text,
  p_server_id uuid, p_wait_ms integer default 2000
) returns setof message_streams
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  perform begin_write(p_wait_ms);
  perform lock_session(p_user, p_session_id);
  -- It may be there already, and then its commit must be durable before this one's ack.
  perform pg_current_xact_id();
  return next open_locked(p_session_id, p_id, p_prompt_id, p_continue_from, p_model, p_server_id, 'prompt');
end
$$;
insert into duck_migrations (name, hash) values ('functions/open_stream.sql', 'e0331ca04346253fd2ad89fa741035d481653b06e988394f5feb61f5a0ef21c3')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- read_checkpoints(users, stream_ids, from_units) → (stream_id, status, start_unit, text), a row for each user's stream
-- Does: gives the durable text of streams from the checkpoint on that holds the unit asked for, so it may begin earlier;
--   '' when nothing is new or the stream is over. A stream that is not the user's has no row.
-- Errors: none.
-- Runs as: duck_reader, after its own owner check; takes no lock.
-- Example: select * from read_checkpoints('{local}', array[:stream]::uuid[], '{0}');
create or replace function read_checkpoints(p_users text[], p_stream_ids uuid[], p_from_units integer[])
returns table (stream_id uuid, status text, start_unit integer, text text)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  select s.id, s.status, coalesce(fresh.start_unit, asked.from_unit), coalesce(fresh.text, '')
  from unnest(p_users, p_stream_ids, p_from_units) as asked (user_id, id, from_unit)
  join message_streams s on s.id = asked.id
  join chat_sessions c on c.id = s.session_id and c.user_id = asked.user_id and c.deleted_at is null
  cross join lateral (
    select min(p.start_unit) as start_unit, string_agg(p.delta, '' order by p.start_unit) as text
    from stream_checkpoints p
    where p.stream_id = s.id and p.end_unit > asked.from_unit
  ) fresh
$$;
insert into duck_migrations (name, hash) values ('functions/read_checkpoints.sql', '0d40bda81e4f137aa8f5298a114d274f7d57ac086026130de4da2c798f555014')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- restore_session(user, session_id) → true when it was hidden
-- Does: shows a deleted session again, with all its messages; one that is live stays as it is.
-- Errors: QK404 unless the session is there and the user's; QK501; 55P03 after 1 s in the row's queue or for its holder.
-- Runs as: duck_writer, after its own owner check; locks the session's row.
-- Example: select restore_session('local', 's1');
create or replace function restore_session(p_user text, p_session_id text) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  v_deleted_at timestamptz;
begin
  perform begin_write(1000);
  select deleted_at into v_deleted_at from chat_sessions
    where id = p_session_id and user_id = p_user
    for no key update;
  if not found then
    raise exception using errcode = 'QK404', message = 'session not found';
  end if;
  if v_deleted_at is null then
    return false;
  end if;
  update chat_sessions set deleted_at = null, updated_at = now() where id = p_session_id;
  return true;
end
$$;
insert into duck_migrations (name, hash) values ('functions/restore_session.sql', '1aad7fe7445681c4be86b72958adb257725c57b0da9b3f6b713eea49d381e91c')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- search_messages(user, query, session_id, cursor_session, cursor_index, limit, max_bytes)
--   → (message_id, session_id, message_index, excerpt, match_start), latest session id and highest index first
-- Does: finds messages of the user's live sessions, or of one, whose text contains the query: literally, but for the
--   case of letters as the database's locale knows it. `excerpt` is up to 160 characters of the text around the first
--   match, which begins after match_start of them; null where a letter's other case is longer, so that the place is not
--   known. A call looks at `max_bytes` of text (a row counts 256 bytes more) and for half a second at most, but at one
--   row at least. A last row without a message says where to go on: its session and index are the cursor of the next
--   call.
-- Errors: QK404 unless session_id is null or there, live and the user's.
-- Runs as: duck_reader, after its own owner check; takes no lock.
-- Example: select * from search_messages('local', '100%', null, null, null, 50);
create or replace function search_messages(
  p_user text, p_query text, p_session_id text, p_cursor_session text, p_cursor_index integer, p_limit integer,
  p_max_bytes bigint default 67108864
) returns table (message_id uuid, session_id text, message_index integer, excerpt text, match_start integer)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
#variable_conflict use_column
declare
  v_until   timestamptz := clock_timestamp() + interval '500 milliseconds';
  v_query   text := lower(p_query);
  -- A long query is looked for in bytes, compared by memcmp: strpos and LIKE take up to half a minute for it in one
  -- text that repeats itself.
  v_bytes   bytea := case when octet_length(p_query) > 64 then convert_to(v_query, 'UTF8') end;
  v_left    bigint := p_max_bytes;
  v_highest integer;
  v_hits    integer := 0;
  v_content text;
  v_folded  text;
  v_at      integer;
  v_from    integer;
begin
  if p_session_id is not null then
    perform 1 from chat_sessions where id = p_session_id and user_id = p_user and deleted_at is null;
    if not found then
      raise exception using errcode = 'QK404', message = 'session not found';
    end if;
  end if;

  for session_id in
    select c.id from chat_sessions c
    where c.user_id = p_user and c.deleted_at is null and (p_session_id is null or c.id = p_session_id)
      -- Nothing stands before index 0: so a call that stops at once has still gone on.
      and (p_cursor_session is null or c.id < p_cursor_session or c.id = p_cursor_session and p_cursor_index > 0)
    order by c.id desc
  loop
    v_highest := case when search_messages.session_id = p_cursor_session then p_cursor_index - 1 else 2147483647 end;
    for message_id, message_index, v_content in
      select m.id, m.message_index, m.content from messages m
      where m.session_id = search_messages.session_id and m.message_index <= v_highest
      order by m.message_index desc
    loop
      v_folded := lower(v_content);
      if v_bytes is null then
        v_at := strpos(v_folded, v_query);
      else
        v_at := position(v_bytes in convert_to(v_folded, 'UTF8'));
        if v_at > 0 then
          v_at := char_length(convert_from(substring(convert_to(v_folded, 'UTF8') for v_at - 1), 'UTF8')) + 1;
        end if;
      end if;
      if v_at > 0 then
        v_from := greatest(least(v_at - 61, char_length(v_content) - 160), 0);
        excerpt := substr(v_content, v_from + 1, 160);
        match_start := case when lower(substr(v_content, v_at, char_length(p_query))) = v_query
          then v_at - 1 - v_from end;
        v_hits := v_hits + 1;
        return next;
      end if;
      v_left := v_left - octet_length(v_content) - 256;
      exit when v_hits >= p_limit or v_left <= 0 or clock_timestamp() > v_until;
    end loop;
    v_left := v_left - 256;
    if v_hits >= p_limit or v_left <= 0 or clock_timestamp() > v_until then
      message_index := coalesce(search_messages.message_index, 0);
      message_id := null;
      excerpt := null;
      match_start := null;
      return next;
      return;
    end if;
  end loop;
end
$$;
insert into duck_migrations (name, hash) values ('functions/search_messages.sql', '4bd4285fdb992e70fa3ea29e1355314d579ddb2fd0239299710c98254f41b70d')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- select_head(user, session_id, message_id, wait_ms) → (message_count, head_id)
-- Does: shows another line of the session: the one that ends in this message, until a later message moves the head.
--   Choosing what is shown already changes nothing.
-- Errors: QK404 unless the session is there, live and the user's; QK400 the message is none of the session; QK501; 55P03
--   waited in vain.
-- Runs as: duck_writer, after its own owner check; pins the session's row, takes its lock.
-- Example: select * from select_head('local', 's1', :message, 2000);
create or replace function select_head(p_user text, p_session_id text, p_message_id uuid, p_wait_ms integer)
returns table (message_count integer, head_id uuid)
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
#variable_conflict use_column
begin
  perform begin_write(p_wait_ms);
  perform lock_session(p_user, p_session_id);
  if not is_message_of(p_message_id, p_session_id) then
    raise exception using errcode = 'QK400', message = 'message is not of this session', column = 'messageId';
  end if;
  update chat_sessions
    set head_id = p_message_id, head_set_at_count = session_message_count(p_session_id), updated_at = now()
    where id = p_session_id and session_head(p_session_id) is distinct from p_message_id;
  return query select t.message_count, t.head_id from session_tail(p_session_id) t;
end
$$;
insert into duck_migrations (name, hash) values ('functions/select_head.sql', '21023f9a58c7b8c46cb2adffc2b956249b8646a0e4c6c191bd29f8749ee9ade2')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- selftest_append_only() → (check, ok, detail), one row a check
-- Does: proves on this very database that messages are append-only: makes a session as the app, appends, tries every way
--   to change it as the app and as the caller, and takes all of it back. It holds no lock that others wait for.
-- Errors: none; a check that cannot be made is not ok, and says why.
-- Runs as: caller, an operator: the tables' owner or a superuser.
-- Example: select * from selftest_append_only();
create or replace function selftest_append_only() returns table ("check" text, ok boolean, detail text)
language plpgsql volatile
as $$
declare
  v_results jsonb := '[]';
  v_case    record;
  v_found   text;
  v_user    text := 'selftest-' || gen_random_uuid();
  v_session text := gen_random_uuid();
  v_first   uuid := gen_random_uuid();
begin
  begin
    perform set_config('role', 'duck_app', true);
    perform set_config('app.user_id', v_user, true);
    insert into chat_sessions (id, user_id) values (v_session, v_user);
    perform append_message(v_user, v_session, v_first, 'user', 'first');
    perform append_message(v_user, v_session, gen_random_uuid(), 'user', 'second');
    perform set_config('role', 'none', true);

    for v_case in
      select * from (values
        ('an append gets the next index', 'duck_app', v_user, '00000',
          'do $q$ begin assert (select message_index from append_message(%1$L, %2$L, gen_random_uuid(), ''user'', ''x'')) = 2; end $q$'),
        ('the same append again gives the same row', 'duck_app', v_user, '00000',
          'do $q$ begin assert (select result = ''replay'' and message_index = 0 from append_message(%1$L, %2$L, %3$L, ''user'', ''first'')); end $q$'),
        ('an id is not used twice', 'duck_app', v_user, 'QK409',
          'select append_message(%1$L, %2$L, %3$L, ''user'', ''other'')'),
        ('another user appends nothing', 'duck_app', v_user, 'QK404',
          'select append_message(''another'', %2$L, gen_random_uuid(), ''user'', ''x'')'),
        ('another user sees nothing', 'duck_app', 'another', '00000',
          'do $q$ begin assert not exists (select from messages where session_id = %2$L); end $q$'),
        ('nobody sees nothing', 'duck_app', null, '00000',
          'do $q$ begin assert not exists (select from messages) and not exists (select from chat_sessions); end $q$'),
        ('the app updates no message', 'duck_app', v_user, '42501', 'update messages set content = ''x'' where id = %3$L'),
        ('the app deletes no message', 'duck_app', v_user, '42501', 'delete from messages where id = %3$L'),
        ('the app truncates no messages', 'duck_app', v_user, '42501', 'truncate messages'),
        ('the app inserts no message by itself', 'duck_app', v_user, '42501',
          'insert into messages (session_id, message_index, role, content) values (%2$L, 2, ''user'', ''x'')'),
        ('the owner updates no message', null, v_user, 'QK405', 'update messages set content = ''x'' where id = %3$L'),
        ('the owner deletes no message', null, v_user, 'QK405', 'delete from messages where id = %3$L'),
        ('the app erases a session', 'duck_app', v_user, '00000', 'select delete_session(%1$L, %2$L, true)'),
        -- As one who also sees messages without a session.
        ('a session is erased with its messages', null, v_user, '00000',
          'do $q$ begin perform delete_session(%1$L, %2$L, true); assert not exists (select from messages where session_id = %2$L); end $q$')
      ) as c (what, role, as_user, expected, statement)
    loop
      v_found := selftest_refusal(v_case.role, v_case.as_user,
        format(v_case.statement, v_user, v_session, v_first));
      v_results := v_results || jsonb_build_object('check', v_case.what, 'ok', v_found = v_case.expected,
        'detail', format('SQLSTATE %s, expected %s', v_found, v_case.expected));
    end loop;
    raise exception using errcode = 'QK000', message = 'take it back';
  exception when others or assert_failure then
    if sqlstate <> 'QK000' then
      v_results := v_results || jsonb_build_object('check', 'the self-test runs to its end', 'ok', false,
        'detail', format('SQLSTATE %s', sqlstate));
    end if;
  end;

  return query select r ->> 'check', (r ->> 'ok')::boolean, r ->> 'detail' from jsonb_array_elements(v_results) r;
  -- What could only be tried by stopping everybody is read from the catalog.
  return query
    select 'nobody truncates messages, and no session setting passes the triggers', count(*) = 2,
      format('%s of 2 triggers, enabled always', count(*))
    from pg_trigger where tgrelid = 'messages'::regclass and tgenabled = 'A'
      and tgname in ('messages_refuse_change', 'messages_refuse_delete');
  return query
    select 'row level security is forced on ' || relname, relrowsecurity and relforcerowsecurity,
      format('enabled %s, forced %s', relrowsecurity, relforcerowsecurity)
    from pg_class
    where oid in ('chat_sessions'::regclass, 'messages'::regclass, 'message_streams'::regclass,
      'stream_checkpoints'::regclass, 'servers'::regclass)
    order by relname;
  return query
    select 'the role ' || rolname || ' is weak', not rolsuper and not rolbypassrls,
      format('superuser %s, bypassrls %s', rolsuper, rolbypassrls)
    from pg_roles where rolname in ('duck_app', 'duck_writer', 'duck_reader') order by rolname;
end
$$;
insert into duck_migrations (name, hash) values ('functions/selftest_append_only.sql', 'ed6c186ebdfe0a1da884098170c51abee13d3f987cbcc893a34603554d43fb0a')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- selftest_refusal(role, user, statement) → the SQLSTATE the statement was refused with, or '00000'
-- Does: tries one statement as a role, with that user set, and takes back whatever it did. A null role is the caller.
-- Errors: none of the statement's leaves it.
-- Runs as: caller, an operator who may become the role.
-- Example: select selftest_refusal('duck_app', 'local', 'truncate messages');
create or replace function selftest_refusal(p_role text, p_user text, p_statement text) returns text
language plpgsql volatile
as $$
declare
  v_state text;
begin
  begin
    if p_role is not null then perform set_config('role', p_role, true); end if;
    perform set_config('app.user_id', coalesce(p_user, ''), true);
    execute p_statement;
    raise exception using errcode = 'QK000', message = 'take it back';
  -- Not among the others: a check that fails.
  exception when others or assert_failure then
    v_state := sqlstate;
  end;
  return case v_state when 'QK000' then '00000' else v_state end;
end
$$;
insert into duck_migrations (name, hash) values ('functions/selftest_refusal.sql', '23bef4cb61d374ec92a07e9756768a230ba2d55caebaa65d97e24fd8778fc20f')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- server_lock_key(server_id) → bigint
-- Does: names the advisory lock that a server holds, shared, for as long as it is connected: its lifeline.
-- Errors: none.
-- Runs as: caller; takes no lock.
-- Example: select pg_advisory_lock_shared(server_lock_key(:server));
create or replace function server_lock_key(p_server_id uuid) returns bigint
language sql immutable strict parallel safe
as $$
  select hashtextextended(p_server_id::text, 1999)
$$;
insert into duck_migrations (name, hash) values ('functions/server_lock_key.sql', '0ce68495a7817ee0b8177690eebf8328fdb718a5f3fed7e458dd98477383940e')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- session_head(session_id) → uuid of the leaf shown, null in an empty session
-- Does: gives the head of session_tail alone.
-- Errors: none.
-- Runs as: caller, for other functions: it checks no owner.
-- Example: select session_head('s1');
create or replace function session_head(p_session_id text) returns uuid
language sql stable strict
as $$
  select head_id from session_tail(p_session_id)
$$;
insert into duck_migrations (name, hash) values ('functions/session_head.sql', '9cfd762bb115fd783f366e4cea2a4ae9574f902ac21e4fb485009fcb96d1c6e8')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- session_lock_key(session_id) → bigint
-- Does: names the advisory lock that serializes the writers of one session; every writer takes it through this function.
--   Two sessions that hash alike only wait for each other.
-- Errors: none.
-- Runs as: caller; takes no lock.
-- Example: select pg_advisory_xact_lock(session_lock_key('s1'));
create or replace function session_lock_key(p_session_id text) returns bigint
language sql immutable strict parallel safe
as $$
  select hashtextextended(p_session_id, 4815162342)
$$;
insert into duck_migrations (name, hash) values ('functions/session_lock_key.sql', '3d677ede330cd29c8240d6b2466858aca036bf01e3c41a8372a87c7ecc2dd1aa')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- session_message_count(session_id) → integer
-- Does: gives the last message index + 1, by one descent of the unique index; 0 for an empty or unknown session.
-- Errors: none.
-- Runs as: caller, for other functions: it checks no owner.
-- Example: select session_message_count('s1');
create or replace function session_message_count(p_session_id text) returns integer
language sql stable strict
as $$
  select coalesce(
    (select message_index + 1 from messages where session_id = p_session_id order by message_index desc limit 1), 0)
$$;
insert into duck_migrations (name, hash) values ('functions/session_message_count.sql', '85dc9a8d7fcb55524eb1bd894145dba7988a2b301d2e71ed896031de16207930')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- session_states(user, session_ids) → (session_id, message_count, head_id, deleted)
-- Does: gives count and head of those of the sessions that are the user's, deleted ones too; others are left out.
-- Errors: none.
-- Runs as: duck_reader, after its own owner check; takes no lock.
-- Example: select * from session_states('local', '{s1,s2}');
create or replace function session_states(p_user text, p_session_ids text[])
returns table (session_id text, message_count integer, head_id uuid, deleted boolean)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  select c.id, t.message_count, t.head_id, c.deleted_at is not null
  from chat_sessions c cross join lateral session_tail(c.id) t
  where c.id = any (p_session_ids) and c.user_id = p_user
$$;
insert into duck_migrations (name, hash) values ('functions/session_states.sql', '02018b562d314f6e03a4ad96723c7ffa81e392da667c2d0dc49fd02b5a486341')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- session_tail(session_id) → (message_count, head_id), no row for an unknown session
-- Does: gives what the next append needs: the last message index + 1, and the head: the last message that moved it, or the
--   line a person chose since. One descent of the unique index, as a rule; Postgres puts this text into the query
--   that asks.
-- Errors: none.
-- Runs as: caller, for other functions: it checks no owner.
-- Example: select * from session_tail('s1');
create or replace function session_tail(p_session_id text) returns table (message_count integer, head_id uuid)
language sql stable
as $$
  select coalesce(last.message_index + 1, 0), case
      when s.head_id is null or last_move.message_index >= s.head_set_at_count then last_move.id
      else s.head_id
    end
  from chat_sessions s
  left join lateral (
    select m.message_index, m.id, m.moves_head from messages m
    where m.session_id = s.id order by m.message_index desc limit 1
  ) last on true
  left join lateral (
    select last.message_index, last.id where last.moves_head
    union all
    -- Few rows stand before it: only answers that began before the head moved do not move it, and those are bounded.
    (select m.message_index, m.id from messages m
    where not last.moves_head and m.session_id = s.id and m.moves_head
    order by m.message_index desc limit 1)
  ) last_move on true
  where s.id = p_session_id
$$;
insert into duck_migrations (name, hash) values ('functions/session_tail.sql', 'c8f16eeb3bd51a3e08749e05a4da58b3a3fb518f6b436eb85c8c573d351fe716')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- settle_orphans(server_id, limit) → the streams ended, with what changed: (stream_id, session_id, user_id, message_index,
--   message_count, head_id)
-- Does: ends every running stream of a dead server as `interrupted`, each with the text of its checkpoints. Several servers
--   may do it at once: each stream is settled once. It waits for nobody: a stream whose session someone holds is left for
--   the next call. At most `limit` streams are settled, so that no transaction gets long.
-- Errors: QK501.
-- Runs as: duck_writer, for whoever found the server dead; pins the sessions' rows and takes their locks, without waiting.
-- Example: select * from settle_orphans(:dead_server, 20);
create or replace function settle_orphans(p_server_id uuid, p_limit integer) returns table (
  stream_id uuid, session_id text, user_id text, message_index integer, message_count integer, head_id uuid
)
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
#variable_conflict use_column
declare
  v_orphan record;
  v_stream message_streams;
  v_text   text;
  v_busy   text;
  v_ended  integer := 0;
begin
  perform begin_write(2000);
  for v_orphan in
    select s.id, s.session_id, c.user_id from message_streams s join chat_sessions c on c.id = s.session_id
    where s.server_id = p_server_id and s.ended_at is null
    order by s.session_id, s.created_at
  loop
    exit when v_ended = p_limit;
    continue when v_orphan.session_id = v_busy;
    if (hold_sessions(array[v_orphan.session_id], false, true)).held is null then
      v_busy := v_orphan.session_id;
      continue;
    end if;
    select * into v_stream from message_streams where id = v_orphan.id and ended_at is null for update skip locked;
    continue when not found;
    v_text := stream_text(v_stream.id);
    -- As at any other end: text of nothing but blanks is no answer.
    if v_text !~ '\S' then v_text := ''; end if;
    message_index := end_locked(v_stream, 'interrupted', 'interrupted', v_text,
      jsonb_build_object('model', v_stream.model, 'promptId', v_stream.prompt_id), 'server-died');
    stream_id := v_stream.id;
    session_id := v_stream.session_id;
    user_id := v_orphan.user_id;
    select t.message_count, t.head_id into message_count, head_id from session_tail(v_stream.session_id) t;
    v_ended := v_ended + 1;
    return next;
  end loop;
end
$$;
insert into duck_migrations (name, hash) values ('functions/settle_orphans.sql', 'e029b9b61368b148cc83cc083b2a1a61daf6dad044f42ccba81b64f08f0a9d2e')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- start_stream(server_id, stream_id, most_open) → 'open', 'busy', 'stopped' or 'gone'
-- Does: turns a queued stream into an open one when it is its turn: no older one of its session runs, on whichever server,
--   and fewer than `most_open` of its user are open. Busy: not its turn yet, ask again later. Stopped: its user asked for
--   its end. Gone: it has ended, or is not this server's. One that is open already stays so, and is 'open'.
-- Errors: QK501; 55P03 after 2 s behind someone who holds either.
-- Runs as: duck_writer, for the server that owns the stream; takes its user's lock, locks the stream's row.
-- Example: select start_stream(:server, :stream, 5);
create or replace function start_stream(p_server_id uuid, p_stream_id uuid, p_most_open integer) returns text
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  v_stream message_streams;
  v_user   text;
begin
  perform begin_write(2000);
  select * into v_stream from message_streams
    where id = p_stream_id and server_id = p_server_id and ended_at is null;
  if not found then return 'gone'; end if;
  if v_stream.status = 'open' then return 'open'; end if;
  if v_stream.stop_asked_at is not null then return 'stopped'; end if;
  if is_behind(v_stream) then return 'busy'; end if;

  select user_id into strict v_user from chat_sessions where id = v_stream.session_id;
  -- So that two servers do not both find the last place free.
  perform pg_advisory_xact_lock(user_lock_key(v_user));
  if p_most_open <= (
    select count(*) from message_streams s join chat_sessions c on c.id = s.session_id
    where s.status = 'open' and c.user_id = v_user
  ) then
    return 'busy';
  end if;
  update message_streams set status = 'open', opened_at = now()
    where id = p_stream_id and server_id = p_server_id and status = 'queued';
  return case when found then 'open' else 'gone' end;
exception
  when unique_violation then return 'busy';
  -- Its session was erased in this moment.
  when no_data_found then return 'gone';
end
$$;
insert into duck_migrations (name, hash) values ('functions/start_stream.sql', 'cd3d020c50cc68c91d49c4a5be1773b1988fee399a835881baac3bbe9ce402ff')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- stream_text(stream_id) → the durable text of a running stream, '' when there is none
-- Does: puts the checkpoints together in their order.
-- Errors: none.
-- Runs as: caller, for other functions: it checks no owner.
-- Example: select stream_text(:stream);
create or replace function stream_text(p_stream_id uuid) returns text
language sql stable strict
as $$
  select coalesce(string_agg(delta, '' order by start_unit), '')
  from stream_checkpoints where stream_id = p_stream_id
$$;
insert into duck_migrations (name, hash) values ('functions/stream_text.sql', '03d4e93d8c7f55ae18fd0826e986aa81842bc5d62156d41d0bb820ed02ac3cdd')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- user_lock_key(user) → bigint
-- Does: names the advisory lock under which a user's answers take their places among those that run.
-- Errors: none.
-- Runs as: caller; takes no lock.
-- Example: select pg_advisory_xact_lock(user_lock_key('local'));
create or replace function user_lock_key(p_user text) returns bigint
language sql immutable strict parallel safe
as $$
  select hashtextextended(p_user, 2342)
$$;
insert into duck_migrations (name, hash) values ('functions/user_lock_key.sql', 'da98baf2f451418f1e8ebad1a9b39422da2389e7cf41d649d8ccc693d965cab1')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- verify_session(user, session_id) → (check, ok, detail), one row a check
-- Does: reads the whole session and says whether it is what an append-only session must be: dense from 0, its count the
--   number of its rows, every parent an earlier row of its own, the head one of its rows, no ended stream with text left
--   over, and every answer's stream ended.
-- Errors: QK404 unless the session is there and the user's; deleted ones can be verified.
-- Runs as: duck_reader, after its own owner check; takes no lock, one snapshot for all checks.
-- Example: select * from verify_session('local', 's1');
create or replace function verify_session(p_user text, p_session_id text)
returns table ("check" text, ok boolean, detail text)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  perform 1 from chat_sessions where id = p_session_id and user_id = p_user;
  if not found then
    raise exception using errcode = 'QK404', message = 'session not found';
  end if;
  return query
    -- Once: a function in a condition on the rows would be called for each of them.
    with state as materialized (
      select t.message_count as counted, t.head_id as head from session_tail(p_session_id) t
    ), rows as (
      select m.id, m.message_index, m.parent_id, m.origin from messages m where m.session_id = p_session_id
    ), counts as (
      select count(*) as number, coalesce(min(message_index), 0) as lowest,
        coalesce(max(message_index), -1) as highest from rows
    ), parents as (
      select count(*) as wrong from rows r
      where r.parent_id is not null and not exists (
        select from rows p where p.id = r.parent_id and p.message_index < r.message_index)
    ), streams as (
      select count(*) filter (where s.ended_at is null and exists (select from rows r where r.id = s.id)) as open_rows,
        count(*) filter (where s.ended_at is not null and exists (
          select from stream_checkpoints c where c.stream_id = s.id)) as left_over
      from message_streams s where s.session_id = p_session_id
    )
    select 'dense', number = highest + 1 and lowest = 0, format('%s rows, indexes %s to %s', number, lowest, highest)
      from counts
    union all select 'count', number = counted, format('%s rows, count %s', number, counted) from counts, state
    union all select 'parents', wrong = 0, format('%s rows follow no earlier row of the session', wrong) from parents
    union all select 'head', case when number = 0 then head is null
        else exists (select from rows where rows.id = state.head) end,
      format('head %s', head) from counts, state
    union all select 'answers', open_rows = 0, format('%s running streams are rows already', open_rows) from streams
    union all select 'checkpoints', left_over = 0, format('%s ended streams have checkpoints', left_over) from streams;
end
$$;
insert into duck_migrations (name, hash) values ('functions/verify_session.sql', '8ae9a01ecda0f145c3c017aed1227fa08159495f4a1943c550b33be9e14be9f8')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- refuse_message_change() → trigger on messages
-- Does: refuses every UPDATE, DELETE and TRUNCATE of messages, to the owner too, but the cascade of deleting a session: such
--   a DELETE comes from a foreign key's trigger and finds its session gone. It runs as duck_writer, who sees every
--   session: as the caller, under row level security, it would find none and let the DELETE through.
-- Errors: QK405.
-- Runs as: duck_writer; the triggers are ENABLE ALWAYS, so session_replication_role does not pass them.
-- Example: delete from messages where id = :message; -- refused
create or replace function refuse_message_change() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  if tg_op = 'DELETE' then
    if tg_level = 'STATEMENT' and pg_trigger_depth() > 1 then return null; end if;
    if tg_level = 'ROW' and not exists (select from chat_sessions where id = old.session_id) then return old; end if;
  end if;
  raise exception using errcode = 'QK405', message = 'messages are append-only';
end
$$;

create or replace trigger messages_refuse_change
  before update or delete or truncate on messages
  for each statement execute function refuse_message_change();
create or replace trigger messages_refuse_delete
  before delete on messages
  for each row execute function refuse_message_change();
alter table messages enable always trigger messages_refuse_change;
alter table messages enable always trigger messages_refuse_delete;
insert into duck_migrations (name, hash) values ('triggers/refuse_message_change.sql', '0c6728e8eb850a408e221b6cb0d57a6f7e20a7ed374a088e3979545ac7b8bc0b')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- What is applied may be read by the server, which looks whether it fits. Not forced: the owner writes it.
alter table duck_migrations enable row level security;

drop policy if exists app_reads on duck_migrations;
create policy app_reads on duck_migrations for select to duck_app using (true);
insert into duck_migrations (name, hash) values ('policies/duck_migrations.sql', 'be8fd3fe76febd093742c3d96453237d891df8766e5e77d489eb0d406628d193')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- A stream is its session's user's to read; the functions of the streams write it.
alter table message_streams enable row level security;
alter table message_streams force row level security;

drop policy if exists app_reads on message_streams;
create policy app_reads on message_streams for select to duck_app using (exists (
  select from chat_sessions s
  where s.id = session_id and s.user_id = nullif(current_setting('app.user_id', true), '')));
drop policy if exists writer_all on message_streams;
create policy writer_all on message_streams to duck_writer using (true) with check (true);
drop policy if exists reader_reads on message_streams;
create policy reader_reads on message_streams for select to duck_reader using (true);
insert into duck_migrations (name, hash) values ('policies/message_streams.sql', 'ed12e34455d1f85ea90cdb980f484c2bb87ba2150c084ee909780ca644f326a1')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- A message is its session's user's to read, and nobody's to change. Rows are made by append_locked alone.
alter table messages enable row level security;
alter table messages force row level security;

drop policy if exists app_reads on messages;
create policy app_reads on messages for select to duck_app using (exists (
  select from chat_sessions s
  where s.id = session_id and s.user_id = nullif(current_setting('app.user_id', true), '')));
drop policy if exists writer_reads on messages;
create policy writer_reads on messages for select to duck_writer using (true);
drop policy if exists writer_appends on messages;
create policy writer_appends on messages for insert to duck_writer with check (true);
drop policy if exists reader_reads on messages;
create policy reader_reads on messages for select to duck_reader using (true);
insert into duck_migrations (name, hash) values ('policies/messages.sql', '0fdfa50a5184328f0d2272bed1e49410442a6c34fbf50f517f48904cafa85ffd')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- The beats of the servers are no user's business.
alter table servers enable row level security;
alter table servers force row level security;

drop policy if exists writer_all on servers;
create policy writer_all on servers to duck_writer using (true) with check (true);
insert into duck_migrations (name, hash) values ('policies/servers.sql', 'a34daff64599e01bd1e186eb526fdd918a9883a69a34e6aa2e9deb11aa1daa87')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- Text of running answers is read and written by the functions of the streams alone.
alter table stream_checkpoints enable row level security;
alter table stream_checkpoints force row level security;

drop policy if exists writer_all on stream_checkpoints;
create policy writer_all on stream_checkpoints to duck_writer using (true) with check (true);
drop policy if exists reader_reads on stream_checkpoints;
create policy reader_reads on stream_checkpoints for select to duck_reader using (true);
insert into duck_migrations (name, hash) values ('policies/stream_checkpoints.sql', '879521e1a9ac1edc7012a3db0d40ebf20cf585e1968610e18bd3f621f90ea126')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- hold_sessions(session_ids, wait, hidden) → (owners, held)
-- Does: as functions/hold_sessions.sql, in a database that was adopted. While an array is kept every writer locks the session's
--   row as an old app does, before the advisory lock: the other way round the two would deadlock. And history comes first: what
--   an old app left in the session becomes rows before anything is appended. Without `wait`, and where that is more than
--   2,000 elements, the session is not held; in the latter case the worker takes it before all others.
-- Errors: 55P03 after waiting as long as begin_write said.
-- Runs as: caller; takes the rows, then the advisory locks, as every writer does.
-- Example: select * from hold_sessions('{s1}', true, false);
create or replace function hold_sessions(
  p_session_ids text[], p_wait boolean, p_hidden boolean, out owners text[], out held text[]
)
language plpgsql volatile
as $$
declare
  v_waiting text[];
  v_id      text;
begin
  if p_wait then
    select array_agg(s.user_id), array_agg(s.id) into owners, held from (
      select c.user_id, c.id from chat_sessions c
      where c.id = any (p_session_ids) and (p_hidden or c.deleted_at is null)
      order by c.id for no key update) s;
    perform pg_advisory_xact_lock(key)
      from (select distinct session_lock_key(id) as key from unnest(held) id order by key) keys;
  else
    select array_agg(s.user_id), array_agg(s.id) into owners, held from (
      select c.user_id, c.id from chat_sessions c
      where c.id = any (p_session_ids) and (p_hidden or c.deleted_at is null) for no key update skip locked) s
      where pg_try_advisory_xact_lock(session_lock_key(s.id));
  end if;
  v_waiting := array(
    select c.id from chat_sessions c left join legacy_sessions l on l.session_id = c.id
    where c.id = any (held) and c.storage <> 'rows' and (l.absorbed_at is null
      or exists (select from legacy_versions v where v.session_id = c.id)));
  foreach v_id in array v_waiting loop
    continue when p_wait and legacy_absorb_locked(v_id, 2000);
    if p_wait then
      update legacy_sessions set front = true where session_id = v_id and not front;
    end if;
    select array_agg(h.owner), array_agg(h.id) into owners, held
      from unnest(owners, held) as h (owner, id) where h.id <> v_id;
  end loop;
end
$$;
insert into duck_migrations (name, hash) values ('legacy/functions/hold_sessions.sql', '8ce8d9c6dc1fa1dc51b10ee1372687f8c83ba05d7e7cdfb28ed67ce110310d85')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- insert_legacy_locked(session_id, rows, last_there) → how many
-- Does: the one other place, beside append_locked, where rows of messages are made: rows of an old app's array, in its order at the
--   end of the session, each with its own time, or that of the one before. A row follows the one before it in its array. Those
--   behind all that are there move the head; the first of them follows a message of ours at the head that the array has
--   not, since its writer had not seen it. A row that came to be there meanwhile is left out.
-- Errors: 23505 when an id is taken.
-- Runs as: caller, who holds the session.
-- Example: select insert_legacy_locked('s1', p.missing, p.last_there) from legacy_missing('s1', '[]', 2000) p;
create or replace function insert_legacy_locked(p_session_id text, p_rows legacy_row[], p_last_there integer)
returns integer
language plpgsql volatile
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  v_rows   legacy_row[] := p_rows;
  v_count  integer;
  v_head   uuid;
  v_time   timestamptz;
begin
  if cardinality(v_rows) = 0 then return 0; end if;
  select t.message_count, t.head_id into v_count, v_head from session_tail(p_session_id) t;
  if v_count > 0 then
    -- Limited, since a table that has grown since it was planned for is else read whole.
    v_rows := array(
      select r from unnest(p_rows) r left join lateral (select m.id from messages m where m.id = r.id limit 1) m on true
      where m.id is null order by r.place);
    perform 1 from messages m where m.id = v_head and m.origin <> 'legacy';
    if found then
      for i in 1 .. cardinality(v_rows) loop
        continue when v_rows[i].place <= p_last_there;
        v_rows[i].before_id := v_head;
        exit;
      end loop;
    end if;
  end if;
  perform 1 from unnest(v_rows) r where r.created_at is null;
  if found then
    select case when v_count = 0 then coalesce(c.created_at, now()) else now() end into v_time
      from chat_sessions c where c.id = p_session_id;
    for i in 1 .. cardinality(v_rows) loop
      v_time := coalesce(v_rows[i].created_at, v_time);
      v_rows[i].created_at := v_time;
    end loop;
  end if;
  insert into messages
    (id, session_id, message_index, role, content, metadata, created_at, updated_at, parent_id, moves_head, origin)
  select r.id, p_session_id, v_count + r.nth - 1, r.role, r.content, r.metadata, r.created_at, r.created_at, r.before_id,
    r.place > p_last_there, 'legacy'
  from unnest(v_rows) with ordinality r (place, id, role, content, metadata, created_at, before_id, there, nth);
  return cardinality(v_rows);
end
$$;
insert into duck_migrations (name, hash) values ('legacy/functions/insert_legacy_locked.sql', 'f8fac8fecb601a268054502667c380e44ba5436ec197b333df095105505fc156')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- legacy_absorb_any_locked(session_id, limit, hold) → false when the array has more than `limit` elements
-- Does: as legacy_absorb_array_locked; an array whose rows Postgres refuses goes to quarantine whole, so that whoever absorbs can go on.
-- Errors: none.
-- Runs as: caller, who holds the session.
-- Example: select legacy_absorb_any_locked('s1', 2000, true);
create or replace function legacy_absorb_any_locked(p_session_id text, p_limit integer, p_hold boolean) returns boolean
language plpgsql volatile
as $$
declare
  v_array jsonb;
begin
  return legacy_absorb_array_locked(p_session_id, p_limit, p_hold);
exception when data_exception or integrity_constraint_violation or program_limit_exceeded then
  v_array := (select c.messages from chat_sessions c where c.id = p_session_id);
  perform legacy_quarantine_locked(p_session_id, v_array, sqlstate);
  perform legacy_note_absorbed(p_session_id, legacy_length(v_array), 0);
  return true;
end
$$;
insert into duck_migrations (name, hash) values ('legacy/functions/legacy_absorb_any_locked.sql', 'c14f348b0acdc6831fb2071b9324f9ebca810d4900aa4b290dd5abfc4bf18ecb')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- legacy_absorb_array_locked(session_id, limit, hold) → false when the array has more than `limit` elements
-- Does: makes rows of the array of a session that was never absorbed, and notes that it is. What is no array goes to
--   quarantine.
-- Errors: 23505 when an id is taken.
-- Runs as: caller, who holds the session.
-- Example: select legacy_absorb_array_locked('s1', 2000, true);
create or replace function legacy_absorb_array_locked(p_session_id text, p_limit integer, p_hold boolean) returns boolean
language plpgsql volatile
as $$
declare
  v_array    jsonb := (select c.messages from chat_sessions c where c.id = p_session_id);
  v_length   integer := legacy_length(v_array);
  v_inserted integer := 0;
begin
  if v_length > p_limit then return false; end if;
  perform legacy_quarantine_locked(p_session_id, v_array, 'no array');
  if v_length > 0 and not p_hold and session_message_count(p_session_id) = 0 then
    v_inserted := legacy_first_locked(p_session_id, v_array);
  elsif v_length > 0 then
    v_inserted := legacy_take_locked(p_session_id, v_array, legacy_missing(p_session_id, v_array, v_length), p_hold);
  end if;
  perform legacy_note_absorbed(p_session_id, v_length, v_inserted);
  return true;
end
$$;
insert into duck_migrations (name, hash) values ('legacy/functions/legacy_absorb_array_locked.sql', '014c4540b36e9b4259e10d0d0f636e17076f887334c7e27575b983c2bfd1fa46')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- legacy_absorb_locked(session_id, limit) → true when nothing of the session waits any more
-- Does: makes rows of all that an old app has left in a session: versions that wait, the array itself when it was never absorbed,
--   then what is held back. Nothing more is begun once over `limit` elements have been looked at.
-- Errors: 23505 when an id is taken.
-- Runs as: caller, who holds the session.
-- Example: select legacy_absorb_locked('s1', 2000);
create or replace function legacy_absorb_locked(p_session_id text, p_limit integer) returns boolean
language plpgsql volatile
as $$
declare
  v_room    integer := p_limit;
  v_session legacy_sessions := legacy_session(p_session_id);
  v_version record;
begin
  for v_version in
    select id, elements from legacy_versions where session_id = p_session_id and place is null order by id
  loop
    v_room := v_room - legacy_length(v_version.elements);
    if v_room < 0 then return false; end if;
    perform legacy_take_locked(p_session_id, v_version.elements,
      legacy_missing(p_session_id, v_version.elements, p_limit), true);
    delete from legacy_versions where id = v_version.id;
  end loop;
  if v_session.absorbed_at is null and v_room < p_limit then
    -- The first version that waited was the array itself.
    perform legacy_note_absorbed(p_session_id, p_limit - v_room, p_limit - v_room);
  elsif v_session.absorbed_at is null then
    if not legacy_absorb_array_locked(p_session_id, v_room, true) then return false; end if;
  end if;
  perform legacy_settle_locked(p_session_id);
  return true;
end
$$;
insert into duck_migrations (name, hash) values ('legacy/functions/legacy_absorb_locked.sql', '99cb9395a86e7697d0af5715c86692ea1c48c2b37fdbc96111dba16107c30070')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- legacy_add_locked(session_ids, ids) → nothing
-- Does: adds rows at the end of their sessions' arrays, in the order of their indexes; capture lets it pass. An array that is null
--   counts as empty; other values stay as they are.
-- Errors: none.
-- Runs as: caller, who holds the sessions.
-- Example: select legacy_add_locked('{s1}', array[:message]);
create or replace function legacy_add_locked(p_session_ids text[], p_ids uuid[]) returns void
language plpgsql volatile
as $$
begin
  perform set_config('duck.mirrors', 'on', true);
  update chat_sessions c set messages = coalesce(nullif(c.messages, 'null'), '[]') || a.elements
    from (
      select m.session_id, jsonb_agg(legacy_element(m) order by m.message_index) as elements
      from messages m where m.id = any (p_ids) group by m.session_id) a
    where c.id = a.session_id and c.id = any (p_session_ids)
      and coalesce(jsonb_typeof(c.messages), 'null') in ('array', 'null');
  perform set_config('duck.mirrors', '', true);
  update legacy_sessions set mirrored = true where session_id = any (p_session_ids) and not mirrored;
end
$$;
insert into duck_migrations (name, hash) values ('legacy/functions/legacy_add_locked.sql', '0e30f85b2d734322aa6832c011df078962f7fb6dc2be41feef45ba1c5d072f7d')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- legacy_backfill(after, sessions, messages, ms) → (sessions, messages, last_id, busy)
-- Does: one transaction of the backfill: makes rows of the arrays of the next sessions after `after`, in key order, that were
--   never absorbed; at most so many sessions, elements and milliseconds, though at least one session. It waits for nobody:
--   `busy` sessions were passed over, so a run that passed some begins again. An array over 2,000 elements is left to the
--   worker as a version. A session whose rows Postgres refuses goes to quarantine whole, and the run goes on. `last_id`
--   is null behind the last session.
-- Errors: none of its own.
-- Runs as: duck_writer; takes the sessions' rows and locks, without waiting.
-- Example: select * from legacy_backfill('', 100, 2000, 200);
create or replace function legacy_backfill(
  p_after text, p_sessions integer default 100, p_messages integer default 2000, p_ms integer default 200,
  out sessions integer, out messages integer, out last_id text, out busy integer
)
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  set timezone = 'UTC' set plan_cache_mode = force_generic_plan set enable_seqscan = off
  set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  v_began  timestamptz := clock_timestamp();
  -- What was written a moment ago may be an answer that still grows.
  v_hold   boolean := exists (select from legacy_state where captured_at > clock_timestamp() - interval '10 s');
  v_next   record;
  v_length integer;
begin
  perform begin_write(100);
  sessions := 0;
  messages := 0;
  busy := 0;
  for v_next in
    select c.id from chat_sessions c left join legacy_sessions l on l.session_id = c.id
    where c.id > p_after and c.storage <> 'rows' and l.absorbed_at is null
    order by c.id limit p_sessions
  loop
    exit when sessions > 0 and clock_timestamp() - v_began > p_ms * interval '1 ms';
    select legacy_length(c.messages) into v_length from chat_sessions c where c.id = v_next.id for no key update skip locked;
    if not found or not pg_try_advisory_xact_lock(session_lock_key(v_next.id)) then
      busy := busy + 1;
      last_id := v_next.id;
      continue;
    end if;
    exit when sessions > 0 and messages + v_length > p_messages;
    last_id := v_next.id;
    continue when (legacy_session(v_next.id)).absorbed_at is not null
      or exists (select from legacy_versions v where v.session_id = v_next.id and v.place is null);
    sessions := sessions + 1;
    if v_length > 2000 then
      perform legacy_keep_version(v_next.id, null, (select c.messages from chat_sessions c where c.id = v_next.id));
    else
      messages := messages + v_length;
      perform legacy_absorb_any_locked(v_next.id, 2000, v_hold);
    end if;
  end loop;
  update legacy_state set cursor_id = last_id
    where last_id > cursor_id and one = any (array(select s.one from legacy_state s for update skip locked));
end
$$;
insert into duck_migrations (name, hash) values ('legacy/functions/legacy_backfill.sql', '095c308eeb0a786ba9f89f8cbc212a0cd679e17d6dc18c4c84327f7485135261')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- legacy_capture_version(session_id, old, new) → false when the version must be kept for the worker
-- Does: makes rows of what an old app's write brought, in its own commit: of the array that was there, if it was never absorbed,
--   then of the new one. Notes what it took away or changed. Arrays over 1,000 elements, and what comes while versions
--   wait, are the worker's.
-- Errors: 55P03 after 150 ms behind another holder; 23505 when an id is taken.
-- Runs as: caller, whose transaction has the session's row; takes the session's lock.
-- Example: select legacy_capture_version('s1', '[]', '[{"role": "user", "content": "Hello"}]');
create or replace function legacy_capture_version(p_session_id text, p_old jsonb, p_new jsonb) returns boolean
language plpgsql volatile
as $$
declare
  v_session legacy_sessions;
  v_plan    legacy_plan;
begin
  if current_setting('transaction_isolation') not in ('read committed', 'read uncommitted')
    or legacy_length(p_old) > 1000 or legacy_length(p_new) > 1000 then
    return false;
  end if;
  perform pg_advisory_xact_lock(session_lock_key(p_session_id));
  if exists (select from legacy_versions v where v.session_id = p_session_id and v.place is null) then
    return false;
  end if;
  v_session := legacy_session(p_session_id);
  if v_session.absorbed_at is null then
    perform legacy_quarantine_locked(p_session_id, p_old, 'no array');
    if legacy_length(p_old) > 0 then
      perform legacy_take_locked(p_session_id, p_old, legacy_missing(p_session_id, p_old, 1000), true);
    end if;
    perform legacy_note_absorbed(p_session_id, legacy_length(p_old), legacy_length(p_old));
  end if;
  perform legacy_quarantine_locked(p_session_id, p_new, 'no array');
  if legacy_length(p_new) > 0 then
    v_plan := legacy_change(v_session, p_old, p_new);
    if v_plan is null then v_plan := legacy_missing(p_session_id, p_new, 1000); end if;
    perform legacy_take_locked(p_session_id, p_new, v_plan, true);
  else
    perform legacy_settle_locked(p_session_id);
  end if;
  perform legacy_note_changes(p_session_id, p_old, p_new, v_plan.gone);
  return true;
end
$$;
insert into duck_migrations (name, hash) values ('legacy/functions/legacy_capture_version.sql', '330caaaf1dca3388ea13f9e11f634d30aeb909f37bcc362b076257668f6dadf5')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- legacy_change(session, old, new) → a legacy_plan, or null when every element has to be looked at
-- Does: as legacy_missing, for a session whose rows have all of `old` but what is held back: looks only at the stretch that is other
--   than in `old`, what stands around it, and what was held back. Their text must stand nowhere else in the array: else it
--   would have to be counted which of equal messages they are.
-- Errors: none.
-- Runs as: caller, who holds the session.
-- Example: select legacy_change(s, '[]', '[{"role": "user", "content": "Hello"}]') from legacy_sessions s;
create or replace function legacy_change(p_session legacy_sessions, p_old jsonb, p_new jsonb) returns legacy_plan
language plpgsql volatile
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  v_length integer := legacy_length(p_new);
  v_region record;
  v_held   legacy_versions;
  v_places integer[];
  v_some   jsonb := '[]';
  v_others jsonb;
  v_said   jsonb;
  v_rows   legacy_row[];
  v_row    legacy_row;
  v_before uuid;
  v_plan   legacy_plan;
begin
  if v_length = 0 or jsonb_typeof(p_old) <> 'array' then return null; end if;
  v_region := legacy_region(p_old, p_new);
  if v_region.first is null or v_region.last - v_region.first > 8 then return null; end if;
  select * into v_held from legacy_versions v where v.session_id = p_session.session_id and v.place is not null;
  if v_region.last = v_length - 1 and v_region.first <= v_region.last
    and v_region.first between coalesce(v_held.place, jsonb_array_length(p_old)) and jsonb_array_length(p_old) then
    -- More at the end, as nearly always: what it follows is known, and the others are those of `old`.
    v_places := array(select generate_series(least(v_held.place, v_region.first), v_region.last));
    v_before := case when v_held.id is null then session_head(p_session.session_id) else v_held.parent_id end;
    v_others := case when v_held.id is null then p_old else p_old - v_held.place end;
  else
    v_places := array(
      select distinct place from (
        select generate_series(v_region.first - 1, v_region.last) union all select v_length - 1 union all select v_held.place
      ) needed (place) where place between 0 and v_length - 1 order by place);
    v_others := '[]';
    for i in 0 .. cardinality(v_places) loop
      v_others := v_others || legacy_slice(p_new, coalesce(v_places[i] + 1, 0), coalesce(v_places[i + 1], v_length));
    end loop;
  end if;
  foreach v_row.place in array v_places loop
    v_said := jsonb_build_array(jsonb_build_object(
      'role', p_new -> v_row.place -> 'role', 'content', p_new -> v_row.place -> 'content'));
    if jsonb_typeof(v_said -> 0 -> 'role') is distinct from 'string'
      or jsonb_typeof(v_said -> 0 -> 'content') is distinct from 'string' or v_others @> v_said or v_some @> v_said then
      return null;
    end if;
    v_some := v_some || jsonb_build_array(p_new -> v_row.place);
  end loop;
  v_rows := array(
    select row(v_places[r.place + 1], r.id, r.role, r.content, r.metadata, r.created_at,
      case
        when r.place = 0 then v_before
        when v_places[r.place] = v_places[r.place + 1] - 1 then lag(r.id) over (order by r.place)
        else v_held.parent_id
      end, exists (select from messages m where m.id = r.id))::legacy_row
    from legacy_element_rows(p_session.session_id, p_session.id_ms, v_some, p_session.mirrored) r order by r.place);
  v_plan.missing := '{}';
  v_plan.left_over := 0;
  v_plan.last_there := v_length - 1;
  v_plan.gone := jsonb_array_length(p_old) - v_length + v_region.last - v_region.first + 1;
  foreach v_row in array v_rows loop
    if not v_row.there then
      if v_row.place not between v_region.first and v_region.last and v_row.place is distinct from v_held.place
        or p_session.mirrored and legacy_is_twin(p_session.session_id, v_row) then
        return null;
      end if;
      v_plan.missing := v_plan.missing || v_row;
    end if;
  end loop;
  v_plan.last_id := v_row.id;
  for i in reverse cardinality(v_plan.missing) .. 1 loop
    exit when (v_plan.missing[i]).place <> v_plan.last_there;
    v_plan.last_there := v_plan.last_there - 1;
  end loop;
  if not v_row.there and p_new -> -1 ->> 'role' = 'assistant' then v_plan.held := v_row; end if;
  return v_plan;
end
$$;
insert into duck_migrations (name, hash) values ('legacy/functions/legacy_change.sql', '5b86fb1c7965524f420d2397f62efe386873fa9686dcaffc9c041ea12e5e1768')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- legacy_clock(text) → timestamptz, or null where it is no time
-- Does: reads a time that is a number: seconds since 1970 or, above 10^11, milliseconds.
-- Errors: none.
-- Runs as: caller; takes no lock.
-- Example: select legacy_clock('1714557600000');
create or replace function legacy_clock(p_text text) returns timestamptz
language sql immutable
as $$
  select case
    when p_text !~ '^\d{1,16}(\.\d{1,9})?$' then null
    when p_text::numeric > 253402300799999 then null
    when p_text::numeric > 100000000000 then to_timestamp(p_text::numeric / 1000)
    else to_timestamp(p_text::numeric)
  end
$$;
insert into duck_migrations (name, hash) values ('legacy/functions/legacy_clock.sql', '34e2a7b15b4d696254a96f956be12776a2b117b7007f494e3ac9b9a95bf0ca68')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- legacy_content(content) → text
-- Does: gives the text of an element's content: text as it is, nothing for null, the text parts of an array on a line each, the
--   `text` of an object, and JSON for what has no text.
-- Errors: none.
-- Runs as: caller; takes no lock.
-- Example: select legacy_content('[{"type": "text", "text": "Hello"}]');
create or replace function legacy_content(p_content jsonb) returns text
language sql immutable
as $$
  select case jsonb_typeof(p_content)
    when 'string' then p_content #>> '{}'
    when 'array' then coalesce(
      (select string_agg(
          case when jsonb_typeof(part) = 'string' then part #>> '{}' else part ->> 'text' end, e'\n' order by ord)
        from jsonb_array_elements(p_content) with ordinality p (part, ord)
        where jsonb_typeof(part) = 'string' or jsonb_typeof(part -> 'text') = 'string'),
      case when p_content = '[]' then '' else p_content::text end)
    when 'object' then case
      when jsonb_typeof(p_content -> 'text') = 'string' then p_content ->> 'text' else p_content::text end
    when 'null' then ''
    else coalesce(p_content::text, '')
  end
$$;
insert into duck_migrations (name, hash) values ('legacy/functions/legacy_content.sql', '9f4e95076cd4b3ad4febc6f493cd9fe3686730946ae36ea9783e07b2ce8cd3c9')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- legacy_counts() → (array, reads, rows, unabsorbed, waiting, held, quarantined, finished)
-- Does: says for the metrics where the move stands: sessions by what counts for them, those whose arrays were never absorbed, versions
--   that wait for the worker, last answers that are held back, what lies in quarantine, and whether every session was cut over.
-- Errors: none.
-- Runs as: duck_writer; takes no lock.
-- Example: select * from legacy_counts();
create or replace function legacy_counts(
  out "array" integer, out reads integer, out rows integer, out unabsorbed integer, out waiting integer,
  out held integer, out quarantined integer, out finished boolean
)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  select count(*) filter (where c.storage = 'array'), count(*) filter (where c.storage = 'reads'),
      count(*) filter (where c.storage = 'rows'),
      count(*) filter (where c.storage <> 'rows' and l.absorbed_at is null)
    into "array", reads, rows, unabsorbed
    from chat_sessions c left join legacy_sessions l on l.session_id = c.id;
  select count(*) filter (where v.place is null), count(v.place) into waiting, held from legacy_versions v;
  select count(*) into quarantined from legacy_quarantine;
  finished := exists (select from legacy_state s where s.finished_at is not null);
end
$$;
insert into duck_migrations (name, hash) values ('legacy/functions/legacy_counts.sql', 'c9f652fe7a3db2e4dbf256b14c75a8d74e6e93fc4f7a41022aa012563f9858f9')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- legacy_cut_over(session_id, to) → moved, already, busy, waiting, or differs
-- Does: lets a session's rows be what counts. To `reads`: its array is still written, captured and mirrored, and no longer compared
--   at reads. To `rows`: the array stays as it is, and an old app that writes it is refused. Before, in the same commit,
--   all that the old app left is absorbed, the last answer too, and proved.
-- Errors: none of its own.
-- Runs as: duck_writer; takes the session's row and lock, without waiting.
-- Example: select legacy_cut_over('s1', 'rows');
create or replace function legacy_cut_over(p_session_id text, p_to text) returns text
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  set timezone = 'UTC' set plan_cache_mode = force_generic_plan set enable_seqscan = off
  set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  v_from   text;
  v_ok     boolean;
  v_detail text;
  v_digest text;
  v_proven text;
begin
  perform begin_write(100);
  -- A long array takes long to prove: before the session is taken, and it counts if its row is still the same then.
  select c.xmin::text into v_proven from chat_sessions c where c.id = p_session_id and legacy_length(c.messages) > 1000;
  if found then
    select v.ok, v.detail, v.digest into v_ok, v_detail, v_digest from legacy_verify(p_session_id) v;
  end if;
  if not legacy_hold_kept(p_session_id) then return 'busy'; end if;
  select storage into v_from from chat_sessions where id = p_session_id;
  if v_from = p_to or v_from = 'rows' then return 'already'; end if;
  if not legacy_absorb_locked(p_session_id, 2000) then
    update legacy_sessions set front = true where session_id = p_session_id;
    return 'waiting';
  end if;
  if v_ok is not true then
    select v.ok, v.detail, v.digest into v_ok, v_detail, v_digest from legacy_verify(p_session_id) v;
  elsif not exists (select from chat_sessions c where c.id = p_session_id and c.xmin::text = v_proven) then
    return 'busy';
  end if;
  if not v_ok then
    insert into legacy_log (session_id, step, detail)
      values (p_session_id, 'differs', jsonb_build_object('detail', v_detail));
    return 'differs';
  end if;
  update chat_sessions set storage = p_to where id = p_session_id;
  update legacy_sessions
    set cut_over_at = case when p_to = 'rows' then clock_timestamp() end, verified_at = null
    where session_id = p_session_id;
  insert into legacy_log (session_id, step, detail)
    values (p_session_id, 'cut-over', jsonb_build_object('to', p_to, 'digest', v_digest));
  return 'moved';
end
$$;
insert into duck_migrations (name, hash) values ('legacy/functions/legacy_cut_over.sql', '295eaa3c773544e5924194ad50140eb05554dc3f29f81c838e55b9c63b5a77c6')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- legacy_element(message) → jsonb
-- Does: gives a message as an old app keeps one in its array, with the row's id, by which it is known again.
-- Errors: none.
-- Runs as: caller; takes no lock.
-- Example: select legacy_element(m) from messages m where session_id = 's1';
create or replace function legacy_element(p_message messages) returns jsonb
language sql stable set timezone = 'UTC'
as $$
  select jsonb_build_object('id', p_message.id, 'role', p_message.role, 'content', p_message.content,
    'timestamp', to_char(p_message.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
    || case when p_message.metadata ? 'model' then jsonb_build_object('model', p_message.metadata -> 'model') else '{}' end
$$;
insert into duck_migrations (name, hash) values ('legacy/functions/legacy_element.sql', 'dd73ed9d6c351ede919f0ee2062a69ad818140a20efb194af74fb0412721c843')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- legacy_element_rows(session_id, id_ms, array, mirrored) → (place, id, role, content, metadata, created_at) an element
-- Does: says which row every element of an old app's array is. An element's identity is its id, role and content; the k-th equal
--   one of an array is another message. The row's id follows from session, identity and k, so that absorbing an array again
--   finds the rows that are there. With `mirrored` an element that is a row of ours is that row: by the id which it was
--   mirrored with, or, where an old app dropped that, by role and content. Its time is that of `timestamp`, `createdAt`,
--   `created_at` or `time`: ISO 8601, UTC without a zone, or a number of seconds or milliseconds; null where there is
--   none. What the row cannot say stands in `metadata.legacy`, so that the element can be made again: the rest of it, or
--   all where role or content differ.
-- Errors: none.
-- Runs as: caller; takes no lock.
-- Example: select * from legacy_element_rows('s1', 1714557600000, '[{"role": "user", "content": "Hello"}]', false);
create or replace function legacy_element_rows(p_session_id text, p_id_ms bigint, p_array jsonb, p_mirrored boolean)
returns table (place integer, id uuid, role text, content text, metadata jsonb, created_at timestamptz)
language plpgsql stable rows 100
as $$
#variable_conflict use_column
begin
  if not p_mirrored then
    return query select r.place, r.id, r.role, r.content, r.metadata, r.created_at
      from legacy_own_rows(p_session_id, p_id_ms, p_array) r;
    return;
  end if;
  return query
  with own as materialized (
    select r.place, coalesce(m.id, r.id) as id, m.id is not null as mirror, r.role, r.content, r.metadata, r.created_at,
      r.said_id
    from (
      select r.*, row_number() over (partition by r.said_id order by r.place) as nth
      from legacy_own_rows(p_session_id, p_id_ms, p_array) r) r
    left join lateral (
      select m.id from messages m
      where r.nth = 1 and r.said_id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
        and m.id = case when length(r.said_id) = 36 then r.said_id::uuid end
        and m.session_id = p_session_id and m.origin <> 'legacy' and m.role = r.role and m.content = r.content
      limit 1) m on true
  ), twins as (
    -- Rows of ours that this array has without their id.
    select o.place, m.id from (
      select o.place, o.role, o.content, row_number() over (partition by o.role, md5(o.content) order by o.place) as nth
      from own o
      where not o.mirror and o.said_id = '' and not exists (select from messages m where m.id = o.id)) o
    join (
      select m.id, m.role, m.content,
        row_number() over (partition by m.role, md5(m.content) order by m.message_index) as nth
      from messages m
      where m.session_id = p_session_id and m.origin <> 'legacy'
        and m.id <> all (array(select w.id from own w where w.mirror))) m
    on m.nth = o.nth and m.role = o.role and m.content = o.content
  )
  select o.place, coalesce(t.id, o.id), o.role, o.content, o.metadata, o.created_at
  from own o left join twins t on t.place = o.place
  order by o.place;
end
$$;
insert into duck_migrations (name, hash) values ('legacy/functions/legacy_element_rows.sql', 'f493544c0dc356de0184670870ae1b8a0d429592c03f44248410137c4a416713')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- legacy_first_locked(session_id, array) → how many rows were made
-- Does: makes rows of all elements of an array, in a session that has none yet: as legacy_take_locked, without a look at what is
--   there, which nearly all sessions of a backfill need not have.
-- Errors: 23505 when an id is taken.
-- Runs as: caller, who holds the session.
-- Example: select legacy_first_locked('s1', '[{"role": "user", "content": "Hello"}]');
create or replace function legacy_first_locked(p_session_id text, p_array jsonb) returns integer
language plpgsql volatile
as $$
declare
  v_session  legacy_sessions := legacy_session(p_session_id);
  v_inserted integer;
begin
  insert into messages
    (id, session_id, message_index, role, content, metadata, created_at, updated_at, parent_id, origin)
  select r.id, p_session_id, r.place, r.role, r.content, r.metadata, r.at, r.at, lag(r.id) over (order by r.place), 'legacy'
  from (
    -- An element without a time has that of the one before, the first that of the session.
    select r.*, coalesce(first_value(r.created_at) over (partition by r.timed order by r.place), c.created_at, now()) as at
    from (
      select r.*, count(r.created_at) over (order by r.place) as timed
      from legacy_own_rows(p_session_id, v_session.id_ms, p_array) r) r
    cross join (select c.created_at from chat_sessions c where c.id = p_session_id) c) r;
  get diagnostics v_inserted = row_count;
  return v_inserted;
end
$$;
insert into duck_migrations (name, hash) values ('legacy/functions/legacy_first_locked.sql', '56c34cc41008c22ff62259f46aef2c8d245f9aedbbac00059691a818abc31c60')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- legacy_grows(element, later) → boolean
-- Does: tells whether `later` is the same answer as `element`, with as much text or more: what an old app writes while an
--   answer streams in.
-- Errors: none.
-- Runs as: caller; takes no lock.
-- Example: select legacy_grows('{"role": "assistant", "content": "He"}', '{"role": "assistant", "content": "Hello"}');
create or replace function legacy_grows(p_element jsonb, p_later jsonb) returns boolean
language sql immutable
as $$
  select p_element ->> 'role' = 'assistant' and p_later ->> 'role' = 'assistant'
    and jsonb_typeof(p_element -> 'content') = 'string' and jsonb_typeof(p_later -> 'content') = 'string'
    and (p_element -> 'id' is null or p_later -> 'id' is null or p_element -> 'id' = p_later -> 'id')
    and starts_with(p_later ->> 'content', p_element ->> 'content')
$$;
insert into duck_migrations (name, hash) values ('legacy/functions/legacy_grows.sql', 'eef14ba5b2fe299355fe9c52cb3cd6889c38f1e3f1a03100ae472c3badbce310')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- legacy_hold_kept(session_id) → true when it is held
-- Does: holds a session for a step of the move, without waiting.
-- Errors: none.
-- Runs as: caller; takes the session's row and lock.
-- Example: select legacy_hold_kept('s1');
create or replace function legacy_hold_kept(p_session_id text) returns boolean
language plpgsql volatile
as $$
begin
  perform 1 from chat_sessions where id = p_session_id for no key update skip locked;
  return found and pg_try_advisory_xact_lock(session_lock_key(p_session_id));
end
$$;
insert into duck_migrations (name, hash) values ('legacy/functions/legacy_hold_kept.sql', 'f2527d123b127687db80bfe6907fd3496ce1688ed28df19d711042999412b65d')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- legacy_is_twin(session_id, row) → boolean
-- Does: tells whether a row that is missing says the same as a message of ours, so that it may be that one without its id.
-- Errors: none.
-- Runs as: caller; takes no lock.
-- Example: select legacy_is_twin('s1', null);
create or replace function legacy_is_twin(p_session_id text, p_row legacy_row) returns boolean
language sql stable
as $$
  select exists (
    select from messages m
    where m.session_id = p_session_id and m.origin <> 'legacy' and m.role = p_row.role and m.content = p_row.content)
$$;
insert into duck_migrations (name, hash) values ('legacy/functions/legacy_is_twin.sql', '5a6e881c91fd3d519ba8fb0e94f5022bbcd9b2e92f68ff45865da93f020231b1')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- legacy_keep_version(session_id, old, new) → nothing
-- Does: keeps an old app's write as it is, for the worker: the array that was there when nothing waits yet, and the new one. It
--   reads nothing that a transaction of another isolation level could see too old.
-- Errors: none.
-- Runs as: caller, whose transaction has the session's row.
-- Example: select legacy_keep_version('s1', '[]', '[{"role": "user", "content": "Hello"}]');
create or replace function legacy_keep_version(p_session_id text, p_old jsonb, p_new jsonb) returns void
language plpgsql volatile
as $$
begin
  insert into legacy_versions (session_id, elements)
    select p_session_id, p_old
    where legacy_length(p_old) > 0 and not exists (
      select from legacy_versions v where v.session_id = p_session_id and v.place is null);
  insert into legacy_versions (session_id, elements) values (p_session_id, coalesce(p_new, '[]'));
end
$$;
insert into duck_migrations (name, hash) values ('legacy/functions/legacy_keep_version.sql', '509f0fe69ea72bdb7be8f9d51d15f13567e1f1b3fb9937db9e5ccf1ab09edfdc')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- legacy_length(array) → integer
-- Does: counts the elements of an array; 0 for null and for what is no array.
-- Errors: none.
-- Runs as: caller; takes no lock.
-- Example: select legacy_length('[{"role": "user", "content": "Hello"}]');
create or replace function legacy_length(p_array jsonb) returns integer
language sql immutable
as $$
  select case when jsonb_typeof(p_array) = 'array' then jsonb_array_length(p_array) else 0 end
$$;
insert into duck_migrations (name, hash) values ('legacy/functions/legacy_length.sql', '462111c6c2c01769f6ca413e25d16da609ba14d1a1919e7b2a2867205e3adcab')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- legacy_missing(session_id, array, limit) → a legacy_plan
-- Does: says what is to be done so that every element of an array is a row; at most `limit` of the missing rows.
-- Errors: none.
-- Runs as: caller; takes no lock, so that rows found missing may be there when it is taken.
-- Example: select legacy_missing('s1', '[{"role": "user", "content": "Hello"}]', 2000);
create or replace function legacy_missing(
  p_session_id text, p_array jsonb, p_limit integer
) returns legacy_plan
language plpgsql stable
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  v_session legacy_sessions;
  v_plan    legacy_plan;
  v_count   integer := jsonb_array_length(p_array);
  v_last    jsonb := p_array -> -1;
  v_open    boolean := v_last ->> 'role' = 'assistant' and jsonb_typeof(v_last -> 'content') = 'string';
begin
  select * into v_session from legacy_sessions where session_id = p_session_id;
  with elements as materialized (
    select row(r.place, r.id, r.role, r.content, r.metadata, r.created_at, lag(r.id) over (order by r.place),
      m.id is not null)::legacy_row as element
    from legacy_element_rows(p_session_id, v_session.id_ms, p_array, v_session.mirrored) r
    -- Limited, since a table that has grown since it was planned for is else read whole.
    left join lateral (select w.id from messages w where w.id = r.id limit 1) m on true
  ), absent as (
    select e.element, row_number() over (order by (e.element).place) as nth from elements e where not (e.element).there
  )
  select array(select a.element from absent a where a.nth <= p_limit order by a.nth),
    (select (e.element).id from elements e where (e.element).place = v_count - 1),
    coalesce((select max((e.element).place) from elements e where (e.element).there), -1),
    greatest((select count(*) from absent) - p_limit, 0),
    (select e.element from elements e where (e.element).place = v_count - 1 and not (e.element).there and v_open)
    into v_plan.missing, v_plan.last_id, v_plan.last_there, v_plan.left_over, v_plan.held;
  return v_plan;
end
$$;
insert into duck_migrations (name, hash) values ('legacy/functions/legacy_missing.sql', '5eb03451bb8656ed449c217313f4c14088513d19201acbb2a9b4507847288fc5')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- legacy_note_absorbed(session_id, elements, rows) → nothing
-- Does: notes that what a session's array held when it was first looked at is rows now.
-- Errors: none.
-- Runs as: caller, who holds the session.
-- Example: select legacy_note_absorbed('s1', 2, 2);
create or replace function legacy_note_absorbed(p_session_id text, p_elements integer, p_rows integer) returns void
language plpgsql volatile
as $$
begin
  update legacy_sessions set absorbed_at = clock_timestamp(), front = false where session_id = p_session_id;
  insert into legacy_log (session_id, step, detail)
    values (p_session_id, 'absorbed', jsonb_build_object('elements', p_elements, 'rows', p_rows));
end
$$;
insert into duck_migrations (name, hash) values ('legacy/functions/legacy_note_absorbed.sql', '3f971f490266dcb9f85e52f7d7c0cccc00dc15a6d5239340c3b48a922e61440a')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- legacy_note_changes(session_id, old, new, gone) → nothing
-- Does: notes that an old app's write took elements away, changed some, or only moved them. An answer that grew is no change.
--   `gone` is how many are no longer there as they were, if that is known.
-- Errors: none.
-- Runs as: caller.
-- Example: select legacy_note_changes('s1', '[{"role": "user", "content": "Hello"}]', '[]');
create or replace function legacy_note_changes(
  p_session_id text, p_old jsonb, p_new jsonb, p_gone integer default null
) returns void
language plpgsql volatile
as $$
declare
  v_old  jsonb := case when jsonb_typeof(p_old) = 'array' then p_old else '[]' end;
  v_new  jsonb := case when jsonb_typeof(p_new) = 'array' then p_new else '[]' end;
  v_gone integer := p_gone;
begin
  if v_gone is null then
    select count(*) into v_gone from (
      select e from jsonb_array_elements(v_old) e except all select e from jsonb_array_elements(v_new) e) gone;
  end if;
  if v_gone = 1 and legacy_grows(v_old -> -1, v_new -> (jsonb_array_length(v_old) - 1)) then return; end if;
  if v_gone = 0 and (p_gone = 0 or jsonb_array_length(v_old) <> jsonb_array_length(v_new)) then return; end if;
  insert into legacy_log (session_id, step, detail)
    values (p_session_id,
      case
        when v_gone = 0 then 'reordered'
        when jsonb_array_length(v_new) < jsonb_array_length(v_old) then 'deleted'
        else 'edited'
      end, jsonb_build_object('elements', v_gone));
end
$$;
insert into duck_migrations (name, hash) values ('legacy/functions/legacy_note_changes.sql', '6f97599368a40e9776b4e74694fcb1df98dd350fb42dfd9292b4e08745f4f69f')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- legacy_open_session(user, session_id) → open, busy, or moving
-- Does: makes rows of a session's array before somebody reads it in the product, if it was never absorbed, so that its history shows.
--   Open: there is nothing to do, or it is done; another's session is none of the caller's business. Busy: someone holds
--   it. Moving: it is more than 2,000 elements, or versions of it wait, and the worker now takes it before all others.
--   What may still grow stays held back.
-- Errors: 25006 where the database only reads.
-- Runs as: duck_writer, after its own owner check; takes the session's row and lock, without waiting.
-- Example: select legacy_open_session('local', 's1');
create or replace function legacy_open_session(p_user text, p_session_id text) returns text
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  -- What was written a moment ago may be an answer that still grows.
  v_hold boolean;
begin
  perform 1 from chat_sessions c left join legacy_sessions l on l.session_id = c.id
    where c.id = p_session_id and c.user_id = p_user and c.deleted_at is null and c.storage <> 'rows'
      and l.absorbed_at is null;
  if not found then return 'open'; end if;
  perform begin_write(100);
  perform 1 from chat_sessions where id = p_session_id and user_id = p_user for no key update skip locked;
  if not found or not pg_try_advisory_xact_lock(session_lock_key(p_session_id)) then return 'busy'; end if;
  if (legacy_session(p_session_id)).absorbed_at is not null then return 'open'; end if;
  v_hold := exists (select from legacy_state where captured_at > clock_timestamp() - interval '10 s');
  if not exists (select from legacy_versions v where v.session_id = p_session_id and v.place is null)
    and legacy_absorb_any_locked(p_session_id, 2000, v_hold) then
    return 'open';
  end if;
  update legacy_sessions set front = true where session_id = p_session_id and not front;
  return 'moving';
end
$$;
insert into duck_migrations (name, hash) values ('legacy/functions/legacy_open_session.sql', '68974ed09a008350c908bc5453d2aeb63df785ed3e85f804579ee37735ff3401')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- legacy_own_rows(session_id, id_ms, array) → (place, id, role, content, metadata, created_at, said_id) an element
-- Does: as legacy_element_rows, without regard to rows of ours that stand in the array; `said_id` is the element's own id, '' without
--   one.
-- Errors: none.
-- Runs as: caller; takes no lock.
-- Example: select * from legacy_own_rows('s1', 1714557600000, '[{"role": "user", "content": "Hello"}]');
create or replace function legacy_own_rows(p_session_id text, p_id_ms bigint, p_array jsonb)
returns table (
  place integer, id uuid, role text, content text, metadata jsonb, created_at timestamptz, said_id text
)
language plpgsql stable rows 100 set timezone = 'UTC'
as $$
#variable_conflict use_column
declare
  -- A UUID of version 7 but for its random bits, which are the hash's.
  v_prefix text := lpad(to_hex(p_id_ms), 12, '0') || '7';
begin
  return query
  with parts as (
    select (e.ord - 1)::integer as place, e.value as element, jsonb_typeof(e.value) as kind,
      coalesce(e.value ->> 'role', '') as said_role, coalesce(jsonb_typeof(e.value -> 'content'), '') as content_kind,
      e.value ->> 'content' as said,
      case when jsonb_typeof(e.value -> 'id') in ('string', 'number') then e.value ->> 'id' else '' end as said_id,
      coalesce(e.value ->> 'timestamp', e.value ->> 'createdAt', e.value ->> 'created_at', e.value ->> 'time') as time
    from jsonb_array_elements(p_array) with ordinality e (value, ord)
    offset 0
  ), told as (
    select p.*,
      case when p.content_kind = 'string' and p.said_role in ('user', 'assistant', 'system')
        then p.element - '{role,content}'::text[] end as rest,
      md5(concat(p_session_id, e'\x1f', p.said_id, e'\x1f', p.said_role, e'\x1f', p.content_kind, e'\x1f',
        case when p.kind = 'object' then p.said else p.element::text end)) collate "C" as hash
    from parts p
    offset 0
  ), counted as (
    select t.*, row_number() over (partition by t.hash order by t.place) as nth from told t
  )
  select c.place,
    overlay(overlay(case when c.nth = 1 then c.hash else md5(c.hash || e'\x1f' || c.nth) end
      placing v_prefix from 1) placing 'a' from 17)::uuid,
    case
      when c.said_role in ('user', 'assistant', 'system') then c.said_role
      when c.said_role = 'human' or c.kind = 'string' then 'user'
      else 'assistant'
    end,
    case
      when c.content_kind = 'string' then c.said
      when c.kind = 'object' then legacy_content(c.element -> 'content')
      else legacy_content(c.element)
    end,
    case
      when jsonb_typeof(c.element -> 'model') = 'string' then jsonb_build_object('model', left(c.element ->> 'model', 100),
        'legacy', coalesce(c.rest, c.element))
      when c.rest = '{}' then c.rest
      else jsonb_build_object('legacy', coalesce(c.rest, c.element))
    end,
    case
      when c.time like '____-__-__%' and length(c.time) <= 40 and pg_input_is_valid(c.time, 'timestamptz')
        then c.time::timestamptz
      when c.time ~ '^\d' then legacy_clock(c.time)
    end,
    c.said_id
  from counted c order by c.place;
end
$$;
insert into duck_migrations (name, hash) values ('legacy/functions/legacy_own_rows.sql', '95e015ea046613dc651da3eb8a5de4aa1154486780859f0f924d58fc5dcc10d2')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- legacy_quarantine_locked(session_id, value, reason) → nothing
-- Does: keeps what cannot become rows, as it is, once: a value of `messages` that is no array. Null is an empty array.
-- Errors: none.
-- Runs as: caller, who holds the session.
-- Example: select legacy_quarantine_locked('s1', '{"0": "Hello"}', 'no array');
create or replace function legacy_quarantine_locked(p_session_id text, p_value jsonb, p_reason text) returns void
language plpgsql volatile
as $$
begin
  if p_value is null or p_value = 'null' or (p_reason = 'no array' and jsonb_typeof(p_value) = 'array') or exists (
    select from legacy_quarantine q where q.session_id = p_session_id and q.element = p_value
  ) then
    return;
  end if;
  insert into legacy_quarantine (session_id, element, reason) values (p_session_id, p_value, p_reason);
  insert into legacy_log (session_id, step, detail)
    values (p_session_id, 'quarantined', jsonb_build_object('reason', p_reason));
end
$$;
insert into duck_migrations (name, hash) values ('legacy/functions/legacy_quarantine_locked.sql', '826da6d7ba4437765d1d40b9aa093faa0afb117f41dcf487011911defa10ac81')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- legacy_region(old, new) → (first, last): places of `new`; last < first where elements were only taken away
-- Does: finds the one stretch in which an array differs from the one before it: all before it is the same, and all after it too,
--   but for its place. Null for both when they are equal.
-- Errors: none.
-- Runs as: caller; takes no lock.
-- Example: select * from legacy_region('[1, 2, 3]', '[1, 9, 3]'); -- 1, 1
create or replace function legacy_region(p_old jsonb, p_new jsonb, out first integer, out last integer)
language plpgsql immutable
as $$
declare
  v_old  integer := jsonb_array_length(p_old);
  v_new  integer := jsonb_array_length(p_new);
begin
  select min(z.ord) - 1, max(z.ord) - 1 into first, last
    from rows from (jsonb_array_elements(p_old), jsonb_array_elements(p_new)) with ordinality z (old, new, ord)
    where z.old is distinct from z.new;
  if first is null or v_old = v_new then return; end if;
  last := v_new - 1;
  if v_new > v_old and legacy_slice(p_old, first, v_old) = legacy_slice(p_new, first + v_new - v_old, v_new) then
    last := first + v_new - v_old - 1;
  elsif v_new < v_old and legacy_slice(p_new, first, v_new) = legacy_slice(p_old, first + v_old - v_new, v_old) then
    last := first - 1;
  end if;
end
$$;
insert into duck_migrations (name, hash) values ('legacy/functions/legacy_region.sql', '7c7c1d14d069720ceb5be8e267c6f9ed52e2666b03d512428548b08ce3093977')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- legacy_roll_back(session_id) → rolled-back, already, or busy
-- Does: lets a session's array be what counts again: adds the messages of ours that it has not, in their order, and lets the old app
--   write it. A value that is no array, which is in quarantine, becomes one where there are messages to add.
-- Errors: none of its own.
-- Runs as: duck_writer; takes the session's row and lock, without waiting.
-- Example: select legacy_roll_back('s1');
create or replace function legacy_roll_back(p_session_id text) returns text
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  set timezone = 'UTC' set plan_cache_mode = force_generic_plan set enable_seqscan = off
  set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  v_session chat_sessions;
  v_before  text;
  v_known   legacy_sessions;
  v_count   integer;
  v_missing uuid[];
begin
  perform begin_write(100);
  -- What is missing is looked for before the session is taken, since that takes long; rows that come until then are newer.
  select c.xmin::text into v_before from chat_sessions c where c.id = p_session_id;
  select * into v_session from chat_sessions where id = p_session_id;
  select * into v_known from legacy_sessions where session_id = p_session_id;
  v_count := session_message_count(p_session_id);
  v_missing := array(
    select m.id from messages m
    where m.session_id = p_session_id and m.origin <> 'legacy' and not exists (
      select from legacy_element_rows(p_session_id, coalesce(v_known.id_ms, 0),
        case when jsonb_typeof(v_session.messages) = 'array' then v_session.messages else '[]' end, true) r
      where r.id = m.id)
    order by m.message_index);
  if not legacy_hold_kept(p_session_id) or not exists (
    select from chat_sessions c where c.id = p_session_id and c.xmin::text = v_before
  ) then
    return 'busy';
  end if;
  v_known := legacy_session(p_session_id);
  -- While it was mirrored, a row that was appended meanwhile would have changed the session's.
  v_missing := v_missing || array(
    select m.id from messages m where m.session_id = p_session_id and m.message_index >= v_count and m.origin <> 'legacy'
    order by m.message_index);
  if v_session.storage = 'array' and cardinality(v_missing) = 0 then return 'already'; end if;
  if cardinality(v_missing) > 0 then
    if coalesce(jsonb_typeof(v_session.messages), 'null') not in ('array', 'null') then
      perform legacy_quarantine_locked(p_session_id, v_session.messages, 'no array');
      perform set_config('duck.mirrors', 'on', true);
      update chat_sessions set messages = '[]' where id = p_session_id;
    end if;
    perform legacy_add_locked(array[p_session_id], v_missing);
  end if;
  update chat_sessions set storage = 'array' where id = p_session_id;
  -- Whatever it was, its array is in the rows.
  update legacy_sessions
    set cut_over_at = null, verified_at = null, absorbed_at = coalesce(absorbed_at, case
      when v_session.storage = 'rows' then clock_timestamp() end)
    where session_id = p_session_id;
  insert into legacy_log (session_id, step, detail)
    values (p_session_id, 'rolled-back', jsonb_build_object('from', v_session.storage, 'added', cardinality(v_missing)));
  return 'rolled-back';
end
$$;
insert into duck_migrations (name, hash) values ('legacy/functions/legacy_roll_back.sql', '6ec2e29efe71642a5cf31b69a214b63e1082b7e10a8f1216145865836c811797')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- legacy_session(session_id) → its row of legacy_sessions, made when there was none
-- Does: gives what the move knows of a session.
-- Errors: none.
-- Runs as: caller, who holds the session.
-- Example: select legacy_session('s1');
create or replace function legacy_session(p_session_id text) returns legacy_sessions
language plpgsql volatile
as $$
declare
  v_session legacy_sessions;
begin
  select * into v_session from legacy_sessions where session_id = p_session_id;
  if not found then
    insert into legacy_sessions (session_id, id_ms)
      select c.id, greatest(0, least(281474976710655, floor(extract(epoch from coalesce(c.created_at, now())) * 1000)))
      from chat_sessions c where c.id = p_session_id
      returning * into v_session;
  end if;
  return v_session;
end
$$;
insert into duck_migrations (name, hash) values ('legacy/functions/legacy_session.sql', '9f1a1da2d94005a1082eeb1f2188bbbb826b8129a9f703cc013c51940dede8ed')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- legacy_settle_locked(session_id) → true when there was one
-- Does: makes the last answer of a session's array, held back while it might grow, its row.
-- Errors: 23505 when its id is taken.
-- Runs as: caller, who holds the session.
-- Example: select legacy_settle_locked('s1');
create or replace function legacy_settle_locked(p_session_id text) returns boolean
language plpgsql volatile
as $$
declare
  v_held legacy_versions;
  v_row  legacy_row;
begin
  delete from legacy_versions where session_id = p_session_id and place is not null returning * into v_held;
  if not found then return false; end if;
  select v_held.place, v_held.row_id, r.role, r.content, r.metadata, r.created_at, v_held.parent_id, false into v_row
    from legacy_sessions s
    cross join lateral legacy_element_rows(p_session_id, s.id_ms, v_held.elements, false) r
    where s.session_id = p_session_id;
  perform insert_legacy_locked(p_session_id, array[v_row], -1);
  return true;
end
$$;
insert into duck_migrations (name, hash) values ('legacy/functions/legacy_settle_locked.sql', 'fbf892ab35c17b632ac8f31d6f1e9683211f988624b3ebcbf29dbecb3f561a32')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- legacy_shadow_read(user, session_id) → same, differs, waiting, or off
-- Does: compares what a reader of the rows is given with the array of the old app, while that is what counts. Waiting: the old app
--   wrote what is no row yet. Off: the session is no longer compared, or not this user's.
-- Errors: none.
-- Runs as: duck_writer, after its own owner check; takes no lock.
-- Example: select legacy_shadow_read('local', 's1');
create or replace function legacy_shadow_read(p_user text, p_session_id text) returns text
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  v_proof record;
begin
  perform 1 from chat_sessions where id = p_session_id and user_id = p_user and storage = 'array';
  if not found then return 'off'; end if;
  perform 1 from legacy_sessions where session_id = p_session_id and absorbed_at is not null;
  if not found or exists (select from legacy_versions where session_id = p_session_id) then return 'waiting'; end if;
  v_proof := legacy_verify(p_session_id);
  return case when v_proof.ok then 'same' else 'differs' end;
end
$$;
insert into duck_migrations (name, hash) values ('legacy/functions/legacy_shadow_read.sql', '9602414d5fd2cc71ee1b6dea8af0fa473f0ffc096d5b4472b82f88a611f439fb')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- legacy_slice(array, from, end) → jsonb
-- Does: gives the elements of an array from the place `from` to the one before `end`, without a look at the others.
-- Errors: none.
-- Runs as: caller; takes no lock.
-- Example: select legacy_slice('[1, 2, 3]', 1, 3); -- [2, 3]
create or replace function legacy_slice(p_array jsonb, p_from integer, p_end integer) returns jsonb
language sql immutable
as $$
  select case when p_from >= p_end then '[]'
    else jsonb_path_query_array(p_array, '$[$from to $to]', jsonb_build_object('from', p_from, 'to', p_end - 1)) end
$$;
insert into duck_migrations (name, hash) values ('legacy/functions/legacy_slice.sql', 'd10375067bf633905fdb19fdc7a724293bbf77b1eef1b225426f387294f42075')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- legacy_stands(session_id, id_ms, message) → boolean
-- Does: tells whether a row is what an old app once said: the element is made again from the row, and has to become the same row,
--   with its own time. Proves a row whose element the old app has stamped, liked, or said anew since.
-- Errors: none.
-- Runs as: caller; takes no lock.
-- Example: select legacy_stands('s1', 1714557600000, m) from messages m where m.session_id = 's1';
create or replace function legacy_stands(p_session_id text, p_id_ms bigint, p_message messages) returns boolean
language plpgsql stable set timezone = 'UTC'
as $$
declare
  v_rest    jsonb := coalesce(p_message.metadata -> 'legacy', '{}');
  v_element jsonb := v_rest;
begin
  -- The rest of an element whose role and text the row has; else the whole of it.
  if jsonb_typeof(v_rest) = 'object' and not v_rest ?| '{role,content}' then
    v_element := v_rest || jsonb_build_object('role', p_message.role, 'content', p_message.content);
  end if;
  return exists (
    select from legacy_own_rows(p_session_id, p_id_ms, jsonb_build_array(v_element)) r
    where r.role = p_message.role and r.content = p_message.content and r.metadata = p_message.metadata
      and coalesce(r.created_at, p_message.created_at) = p_message.created_at);
end
$$;
insert into duck_migrations (name, hash) values ('legacy/functions/legacy_stands.sql', 'edfcf090ffdff68d94cf38381364ac7274eaa62c5886667c4f1dad25da9e6362')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- legacy_take_locked(session_id, array, plan, hold) → how many rows were made
-- Does: takes a version of a session's array, with what legacy_missing says of it: makes the missing rows and lets the head be its
--   last element's row, unless the head is a message of ours that it has not. With `hold` a last answer that is no row yet is
--   held back: the next version may have more of it. One that was held back before is dropped when this version has it
--   with more text or the same, else it becomes its row first.
-- Errors: 23505 when an id is taken.
-- Runs as: caller, who holds the session.
-- Example: select legacy_take_locked('s1', '[]', legacy_missing('s1', '[]', 2000), true);
create or replace function legacy_take_locked(p_session_id text, p_array jsonb, p_plan legacy_plan, p_hold boolean)
returns integer
language plpgsql volatile
as $$
declare
  v_rows     legacy_row[] := p_plan.missing;
  v_before   legacy_versions;
  v_hold     boolean := p_hold and (p_plan.held).id is not null and p_plan.left_over = 0;
  v_last     uuid := p_plan.last_id;
  v_inserted integer := 0;
begin
  select * into v_before from legacy_versions where session_id = p_session_id and place is not null;
  if found then
    if legacy_grows(v_before.elements -> 0, p_array -> v_before.place) then
      delete from legacy_versions where id = v_before.id;
    else
      v_inserted := legacy_settle_locked(p_session_id)::integer;
    end if;
  end if;
  if v_hold then
    v_rows := v_rows[: cardinality(v_rows) - 1];
    v_last := (p_plan.held).before_id;
  end if;
  v_inserted := v_inserted + insert_legacy_locked(p_session_id, v_rows, p_plan.last_there);
  if p_plan.left_over > 0 then return v_inserted; end if;
  if v_hold then
    insert into legacy_versions (session_id, elements, place, row_id, parent_id)
      values (p_session_id, jsonb_build_array(p_array -> -1), jsonb_array_length(p_array) - 1, (p_plan.held).id,
        (p_plan.held).before_id);
  end if;
  -- A line that ends elsewhere: elements were taken away, or put back.
  update chat_sessions c set head_id = v_last, head_set_at_count = t.message_count
    from session_tail(p_session_id) t
    where c.id = p_session_id and v_last <> t.head_id
      and not exists (select from messages m where m.id = t.head_id and m.origin <> 'legacy');
  return v_inserted;
end
$$;
insert into duck_migrations (name, hash) values ('legacy/functions/legacy_take_locked.sql', '2400047178e7cfeacd12e47a88fc97ab355a2b91d41be4e31be7f7d3311c2a4b')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- legacy_verify(session_id) → (ok, detail, elements, rows, digest)
-- Does: proves from one snapshot that a session's array is in its rows: nothing of it waits; every element is the row that
--   legacy_element_rows says, with its role, text, metadata and time, by a digest of both sides; the indexes are dense. A last
--   answer that is held back, and a value in quarantine, are where they belong. Where the old app has changed the array since, an
--   element may have another time or other fields than its row, which then has to stand for itself. The detail names the
--   first fault.
-- Errors: none.
-- Runs as: duck_writer; takes no lock.
-- Example: select * from legacy_verify('s1');
create or replace function legacy_verify(
  p_session_id text, out ok boolean, out detail text, out elements integer, out rows integer, out digest text
)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  set timezone = 'UTC' set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off
  set enable_mergejoin = off
as $$
declare
  v_array   jsonb;
  v_storage text;
  v_session legacy_sessions;
  v_held    legacy_versions;
  v_other   text;
  v_wrong   integer;
  v_changed boolean;
  v_restated integer := 0;
  v_highest integer;
begin
  select c.messages, c.storage into v_array, v_storage from chat_sessions c where c.id = p_session_id;
  select * into v_session from legacy_sessions s where s.session_id = p_session_id;
  select * into v_held from legacy_versions v where v.session_id = p_session_id and v.place is not null;
  select count(*), coalesce(max(m.message_index), -1) into rows, v_highest
    from messages m where m.session_id = p_session_id;
  elements := legacy_length(v_array);
  digest := md5('');
  if elements > 0 and v_session.session_id is not null then
    -- Changes of long arrays are not looked at one by one.
    v_changed := elements > 1000 or exists (
      select from legacy_log l where l.session_id = p_session_id and l.step in ('edited', 'deleted', 'reordered', 'kept'));
    select md5(string_agg(case when e.stands then e.stored else e.said end, '' order by e.place)),
        md5(string_agg(e.stored, '' order by e.place)),
        min(e.place) filter (where e.said is distinct from e.stored and not e.stands),
        count(*) filter (where e.stands)
      into digest, v_other, v_wrong, v_restated
      from (
        select w.*, v_changed and w.said is distinct from w.stored and w.same
          and legacy_stands(p_session_id, v_session.id_ms, w.message) as stands
        from (
          select r.place, m.message, coalesce(m.role = r.role and m.content = r.content, false) as same,
            md5(concat_ws(e'\x1f', r.id, r.role, r.content,
              case when m.origin = 'legacy' then r.metadata end,
              case when m.origin = 'legacy' then r.created_at end)) as said,
            md5(concat_ws(e'\x1f', m.id, m.role, m.content,
              case when m.origin = 'legacy' then m.metadata end,
              case when m.origin = 'legacy' and r.created_at is not null then m.created_at end)) as stored
          from legacy_element_rows(p_session_id, v_session.id_ms, v_array, v_session.mirrored) r
          left join lateral (
            select w as message, w.* from messages w where w.id = r.id and w.session_id = p_session_id limit 1) m on true
          where r.id is distinct from v_held.row_id or m.id is not null
        ) w
      ) e;
  end if;
  detail := case
    when v_storage is null then 'no such session'
    when v_storage <> 'rows' and v_session.absorbed_at is null and v_array is not null and v_array <> '[]'
      then 'its array was never absorbed'
    when exists (select from legacy_versions v where v.session_id = p_session_id and v.place is null)
      then 'versions of its array wait for the worker'
    when coalesce(jsonb_typeof(v_array), 'null') not in ('array', 'null') and not exists (
      select from legacy_quarantine q where q.session_id = p_session_id and q.element = v_array)
      then 'its value is no array, and not in quarantine'
    when rows <> v_highest + 1 then format('%s rows, indexes up to %s', rows, v_highest)
    when digest is distinct from coalesce(v_other, digest) and not exists (
      select from legacy_quarantine q where q.session_id = p_session_id and q.element = v_array)
      then format('element %s is not its row', v_wrong)
  end;
  ok := detail is null;
  detail := coalesce(detail, 'proved'
    || case when v_restated > 0 then format(', with other times or fields of %s elements since', v_restated) else '' end);
end
$$;
insert into duck_migrations (name, hash) values ('legacy/functions/legacy_verify.sql', '7def2cdcda4dd8528d5354a9c3a5bb924af76ffd8fb09ad174bec332495c8494')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- legacy_verify_some(after, limit) → (session_id, ok, detail, elements, rows, digest)
-- Does: proves the next sessions after `after`, in key order, and notes of those that are proved when they were. What someone holds is
--   proved too, and not noted.
-- Errors: none.
-- Runs as: duck_writer; locks rows of legacy_sessions, without waiting.
-- Example: select * from legacy_verify_some('', 100);
create or replace function legacy_verify_some(p_after text, p_limit integer default 100)
returns table (session_id text, ok boolean, detail text, elements integer, rows integer, digest text)
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
#variable_conflict use_column
declare
  v_proved text[] := '{}';
begin
  for session_id, ok, detail, elements, rows, digest in
    select c.id, v.ok, v.detail, v.elements, v.rows, v.digest
    from (select id from chat_sessions where id > p_after order by id limit p_limit) c
    cross join lateral legacy_verify(c.id) v order by c.id
  loop
    if ok then v_proved := v_proved || session_id; end if;
    return next;
  end loop;
  update legacy_sessions set verified_at = statement_timestamp()
    where session_id = any (array(
      select s.session_id from legacy_sessions s where s.session_id = any (v_proved) for no key update skip locked));
end
$$;
insert into duck_migrations (name, hash) values ('legacy/functions/legacy_verify_some.sql', '101f30b7b3b8a31c5d9c8ed846320c0c61c83742ce917fbd639614bbe1a38f88')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- legacy_work(ms, settle_ms) → (versions, messages, settled, waiting)
-- Does: one transaction of the worker: takes the oldest version that waits, of a session for which an append waits if there is
--   one, and makes at most 2,000 rows of it; goes on with others for `ms` milliseconds. Then makes rows of last answers that have
--   not changed for `settle_ms`. `waiting` is what could be done at once; 0 when there is nothing.
-- Errors: none of its own.
-- Runs as: duck_writer; takes the sessions' rows and locks, without waiting.
-- Example: select * from legacy_work(200, 10000);
create or replace function legacy_work(
  p_ms integer default 200, p_settle_ms integer default 10000,
  out versions integer, out messages integer, out settled integer, out waiting integer
)
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  set timezone = 'UTC' set plan_cache_mode = force_generic_plan set enable_seqscan = off
  set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  v_began timestamptz := clock_timestamp();
  v_calm  timestamptz := clock_timestamp() - p_settle_ms * interval '1 ms';
  v_next  record;
  v_made  integer;
begin
  perform begin_write(100);
  versions := 0;
  messages := 0;
  settled := 0;
  for v_next in
    select l.session_id, (
        select min(v.id) from legacy_versions v where v.session_id = l.session_id and v.place is null) as version_id
    from legacy_sessions l where l.front
    union all
    select v.session_id, min(v.id) from legacy_versions v where v.place is null group by v.session_id
    limit 100
  loop
    exit when messages > 0 and (messages >= 1000 or clock_timestamp() - v_began > p_ms * interval '0.5 ms');
    if v_next.version_id is null then
      v_made := legacy_work_front(v_next.session_id);
    else
      v_made := legacy_work_version(v_next.version_id, 2000);
    end if;
    continue when v_made is null;
    versions := versions + 1;
    messages := messages + v_made;
    exit when clock_timestamp() - v_began > p_ms * interval '0.5 ms';
  end loop;
  for v_next in
    select v.session_id from legacy_versions v where v.place is not null and v.changed_at <= v_calm
      and not exists (select from legacy_versions w where w.session_id = v.session_id and w.place is null)
    order by v.changed_at limit 500
  loop
    exit when clock_timestamp() - v_began > p_ms * interval '1 ms';
    perform 1 from chat_sessions where id = v_next.session_id for no key update skip locked;
    continue when not found or not pg_try_advisory_xact_lock(session_lock_key(v_next.session_id));
    -- It may have grown since.
    perform 1 from legacy_versions v
      where v.session_id = v_next.session_id and v.place is not null and v.changed_at <= v_calm;
    continue when not found or not legacy_settle_locked(v_next.session_id);
    settled := settled + 1;
  end loop;
  select count(*) into waiting from (
    select v.id from legacy_versions v where v.place is null or v.changed_at <= v_calm
    union all select 0 from legacy_sessions l where l.front) w;
end
$$;
insert into duck_migrations (name, hash) values ('legacy/functions/legacy_work.sql', '8b7a77efb1045b3db9d8432b430a04801a840a9fa9d81611f114c24fbd688e33')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- legacy_work_front(session_id) → rows made, or null when someone else has the session
-- Does: takes a session for which an append waits, and of which no version waits: absorbs its array, or leaves a large one as a
--   version; then it is no longer at the front.
-- Errors: none of its own.
-- Runs as: caller; takes the session's row and lock, without waiting.
-- Example: select legacy_work_front('s1');
create or replace function legacy_work_front(p_session_id text) returns integer
language plpgsql volatile
as $$
begin
  perform 1 from chat_sessions where id = p_session_id for no key update skip locked;
  if not found or not pg_try_advisory_xact_lock(session_lock_key(p_session_id)) then return null; end if;
  if (legacy_session(p_session_id)).absorbed_at is not null or legacy_absorb_any_locked(p_session_id, 2000, true) then
    update legacy_sessions set front = false where session_id = p_session_id;
    return 0;
  end if;
  if not exists (select from legacy_versions where session_id = p_session_id and place is null) then
    perform legacy_keep_version(p_session_id, null, (select c.messages from chat_sessions c where c.id = p_session_id));
  end if;
  return 0;
end
$$;
insert into duck_migrations (name, hash) values ('legacy/functions/legacy_work_front.sql', 'cd17389ccfc3fdbcddd31c12a353e09c01a614ce0b20a30b312418285fde6c73')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- legacy_work_version(version_id, limit) → rows made, or null when someone else has the session
-- Does: makes rows of a version that waits, at most `limit`, and is done with it when none is missing. It looks at the array before
--   it takes the session, since that is what takes long; the version does not change, and only who holds the session makes
--   rows of it.
-- Errors: none of its own.
-- Runs as: caller; takes the session's row and lock, without waiting.
-- Example: select legacy_work_version(1, 2000);
create or replace function legacy_work_version(p_version_id bigint, p_limit integer) returns integer
language plpgsql volatile
as $$
declare
  v_version  legacy_versions;
  v_session  legacy_sessions;
  v_plan     legacy_plan;
  v_inserted integer := 0;
begin
  select * into v_version from legacy_versions where id = p_version_id;
  if not found then return 0; end if;
  -- The first look at a session is a short hold of its own.
  select * into v_session from legacy_sessions where session_id = v_version.session_id;
  if found and legacy_length(v_version.elements) > 0 then
    v_plan := legacy_missing(v_version.session_id, v_version.elements, p_limit);
  end if;
  perform 1 from chat_sessions where id = v_version.session_id for no key update skip locked;
  if not found or not pg_try_advisory_xact_lock(session_lock_key(v_version.session_id)) then return null; end if;
  if v_session.session_id is null then
    perform legacy_session(v_version.session_id);
    return 0;
  end if;
  -- Another worker may have been faster.
  if not exists (select from legacy_versions where id = p_version_id) then return 0; end if;
  begin
    perform legacy_quarantine_locked(v_version.session_id, v_version.elements, 'no array');
    if legacy_length(v_version.elements) > 0 then
      v_inserted := legacy_take_locked(v_version.session_id, v_version.elements, v_plan, true);
    end if;
  exception when data_exception or integrity_constraint_violation or program_limit_exceeded then
    perform legacy_quarantine_locked(v_version.session_id, v_version.elements, sqlstate);
    v_plan.left_over := 0;
  end;
  if coalesce(v_plan.left_over, 0) = 0 then
    delete from legacy_versions where id = p_version_id;
    if not exists (
      select from legacy_versions where session_id = v_version.session_id and place is null
    ) then
      perform legacy_note_absorbed(v_version.session_id, legacy_length(v_version.elements), v_inserted);
    end if;
  end if;
  return v_inserted;
end
$$;
insert into duck_migrations (name, hash) values ('legacy/functions/legacy_work_version.sql', 'e1aeb310f7818dfd20bf00eb7c06749bf52f336ca557dc40a6c80647565396e5')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- mirror_appended(session_ids, ids, message_indexes) → nothing
-- Does: adds the rows of a batch that were just appended, those with an index, to the arrays of sessions that are not cut over,
--   so that an old app shows them too. Arrays over 1,000 elements are left: to write one anew takes too long.
-- Errors: none.
-- Runs as: caller, who holds the sessions.
-- Example: select mirror_appended('{s1}', array[gen_random_uuid()], '{0}');
create or replace function mirror_appended(p_session_ids text[], p_ids uuid[], p_message_indexes integer[]) returns void
language plpgsql volatile
as $$
declare
  v_sessions text[] := array(
    select c.id from chat_sessions c
    where c.id = any (p_session_ids) and c.storage <> 'rows' and legacy_length(c.messages) <= 1000);
begin
  if cardinality(v_sessions) = 0 then return; end if;
  perform legacy_add_locked(v_sessions, array(
    select g.id from unnest(p_session_ids, p_ids, p_message_indexes) as g (session_id, id, message_index)
    where g.message_index is not null and g.session_id = any (v_sessions)));
end
$$;
insert into duck_migrations (name, hash) values ('legacy/functions/mirror_appended.sql', '766834a138379b30b4f454735c0649b27fc55ac57916bfd9799fc1f7a321dd9d')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- legacy_capture() → trigger on chat_sessions
-- Does: makes rows of what an old app writes into `messages`, in the same commit; what it cannot make rows of at once, for
--   whatever reason, it keeps as it is for the worker, so that an old app's write never fails by it. Once a session is cut
--   over it refuses: an old app that was forgotten must be heard of.
-- Errors: QK410 the session was cut over.
-- Runs as: duck_writer; the triggers are ENABLE ALWAYS, so session_replication_role does not pass them.
-- Example: update chat_sessions set messages = messages || '[{"role": "user", "content": "Hello"}]' where id = 's1';
create or replace function legacy_capture() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  set lock_timeout = '150ms' set timezone = 'UTC' set plan_cache_mode = force_generic_plan set enable_seqscan = off
  set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  v_old jsonb;
  v_new jsonb;
begin
  if current_setting('duck.mirrors', true) = 'on' then return null; end if;
  -- Unpacked once: each look at a large value would unpack it again.
  v_new := coalesce(new.messages #> '{}', '[]');
  v_old := case when tg_op = 'UPDATE' then coalesce(old.messages #> '{}', '[]') else '[]' end;
  if v_new = v_old then return null; end if;
  if new.storage = 'rows' then
    raise exception using errcode = 'QK410', message = 'this session was cut over: its messages are rows, no longer an array',
      hint = 'Stop the old app, or roll the session back with: duck legacy roll-back';
  end if;
  begin
    if legacy_capture_version(new.id, v_old, v_new) then return null; end if;
  exception when others then
    insert into legacy_log (session_id, step, detail) values (new.id, 'kept', jsonb_build_object('sqlstate', sqlstate));
  end;
  perform legacy_keep_version(new.id, v_old, v_new);
  return null;
end
$$;
insert into duck_migrations (name, hash) values ('legacy/triggers/legacy_capture.sql', '35e8ee1d845901453a9bfcfc38a37f81cd7da0f17ef91f66a58dd974c6f7fa79')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- What the move remembers holds text of messages: for its functions alone.
do $$
declare
  v_table text;
begin
  foreach v_table in array array[
    'legacy_state', 'legacy_kept', 'legacy_sessions', 'legacy_versions', 'legacy_quarantine', 'legacy_log'
  ] loop
    execute format('alter table %I enable row level security', v_table);
    execute format('drop policy if exists writer_all on %I', v_table);
    execute format('create policy writer_all on %I to duck_writer using (true) with check (true)', v_table);
  end loop;
end
$$;

drop policy if exists app_reads on legacy_state;
create policy app_reads on legacy_state for select to duck_app using (true);
insert into duck_migrations (name, hash) values ('legacy/policies/legacy.sql', 'a9809f3c1c8332c19d7e830e49c76ca3ff5dedf10c3b5e62a4015b36ff744084')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- Who may do what, and nothing more: tables by column where that is narrower, functions by signature. Applied after
-- functions and triggers; a function that is made anew keeps its owner and grants.

revoke all on chat_sessions, messages, message_streams, stream_checkpoints, servers, duck_migrations from public;
grant usage on schema public to duck_app, duck_writer, duck_reader;
-- As since Postgres 15: nobody puts a function of his own beside ours.
revoke create on schema public from public;

grant select, insert on chat_sessions to duck_app;
grant update (title, title_by, model, system_prompt, pinned, archived_at, last_read_index, last_message_at, updated_at)
  on chat_sessions to duck_app;
grant select on messages, message_streams, duck_migrations to duck_app;

grant select, update (user_id, head_id, head_set_at_count, deleted_at, updated_at), delete
  on chat_sessions to duck_writer;
grant select, insert on messages to duck_writer;
grant select, insert, update (status, opened_at, ended_at, error_class, stop_asked_at) on message_streams to duck_writer;
grant select, insert, delete on stream_checkpoints to duck_writer;
grant select, insert, update (beat), delete on servers to duck_writer;

grant select on chat_sessions, messages, message_streams, stream_checkpoints to duck_reader;


-- A role can be given a function only while it may create in the schema.
grant create on schema public to duck_writer, duck_reader;

alter function adopt_sessions(text, text) owner to duck_writer;
alter function append_message(text, text, uuid, text, text, jsonb, uuid, boolean, integer) owner to duck_writer;
alter function append_batch(
  text[], text[], uuid[], text[], text[], jsonb[], uuid[], boolean[], integer[], uuid[], text[], uuid, integer,
  integer)
  owner to duck_writer;
alter function append_messages(
  text[], text[], uuid[], text[], text[], jsonb[], uuid[], boolean[], integer[], uuid[], text[], uuid, integer,
  integer)
  owner to duck_writer;
alter function ask_stop(text, uuid) owner to duck_writer;
alter function beat_server(uuid) owner to duck_writer;
alter function checkpoint_streams(uuid, uuid[], integer[], integer[], text[]) owner to duck_writer;
alter function delete_session(text, text, boolean) owner to duck_writer;
alter function finalize_stream(uuid, uuid, text, text, text, jsonb, text) owner to duck_writer;
alter function forget_server(uuid) owner to duck_writer;
alter function hold_lifeline(uuid) owner to duck_writer;
alter function is_server_connected(uuid) owner to duck_writer;
alter function list_forgotten_servers() owner to duck_writer;
alter function list_server_streams(uuid) owner to duck_writer;
alter function open_stream(text, text, uuid, uuid, uuid, text, uuid, integer) owner to duck_writer;
alter function refuse_message_change() owner to duck_writer;
alter function restore_session(text, text) owner to duck_writer;
alter function select_head(text, text, uuid, integer) owner to duck_writer;
alter function settle_orphans(uuid, integer) owner to duck_writer;
alter function start_stream(uuid, uuid, integer) owner to duck_writer;

alter function count_shown(text[], text[]) owner to duck_reader;
alter function get_index_at(text, text, timestamptz) owner to duck_reader;
alter function get_message(text, uuid) owner to duck_reader;
alter function get_message_context(text, uuid, integer) owner to duck_reader;
alter function get_session_line(text, text, integer, integer, bigint) owner to duck_reader;
alter function get_session_message_count(text, text) owner to duck_reader;
alter function get_session_messages(text, text, integer, integer, integer, bigint) owner to duck_reader;
alter function get_session_state(text, text) owner to duck_reader;
alter function get_stream(text, uuid) owner to duck_reader;
alter function list_all_sessions(text, integer) owner to duck_reader;
alter function list_streams(text, text) owner to duck_reader;
alter function list_users_streams(text[]) owner to duck_reader;
alter function read_checkpoints(text[], uuid[], integer[]) owner to duck_reader;
alter function search_messages(text, text, text, text, integer, integer, bigint) owner to duck_reader;
alter function session_states(text, text[]) owner to duck_reader;
alter function verify_session(text, text) owner to duck_reader;

revoke create on schema public from duck_writer, duck_reader;

revoke execute on all functions in schema public from public;

grant execute on function
  adopt_sessions(text, text),
  append_message(text, text, uuid, text, text, jsonb, uuid, boolean, integer),
  append_batch(
    text[], text[], uuid[], text[], text[], jsonb[], uuid[], boolean[], integer[], uuid[], text[], uuid, integer,
    integer),
  append_messages(
    text[], text[], uuid[], text[], text[], jsonb[], uuid[], boolean[], integer[], uuid[], text[], uuid, integer,
    integer),
  ask_stop(text, uuid),
  beat_server(uuid),
  checkpoint_streams(uuid, uuid[], integer[], integer[], text[]),
  count_shown(text[], text[]),
  delete_session(text, text, boolean),
  finalize_stream(uuid, uuid, text, text, text, jsonb, text),
  forget_server(uuid),
  get_index_at(text, text, timestamptz),
  get_message(text, uuid),
  get_message_context(text, uuid, integer),
  get_session_line(text, text, integer, integer, bigint),
  get_session_message_count(text, text),
  get_session_messages(text, text, integer, integer, integer, bigint),
  get_session_state(text, text),
  get_stream(text, uuid),
  hold_lifeline(uuid),
  is_server_connected(uuid),
  list_all_sessions(text, integer),
  list_forgotten_servers(),
  list_server_streams(uuid),
  list_streams(text, text),
  list_users_streams(text[]),
  open_stream(text, text, uuid, uuid, uuid, text, uuid, integer),
  read_checkpoints(text[], uuid[], integer[]),
  restore_session(text, text),
  search_messages(text, text, text, text, integer, integer, bigint),
  select_head(text, text, uuid, integer),
  session_states(text, text[]),
  settle_orphans(uuid, integer),
  start_stream(uuid, uuid, integer),
  verify_session(text, text)
  to duck_app;

-- What those functions are made of.
grant execute on function
  append_locked(
    text[], text[], text[], text[], uuid[], text[], text[], jsonb[], uuid[], boolean[], integer[], uuid[], text[],
    uuid, text, text, boolean),
  begin_write(integer),
  end_locked(message_streams, text, text, text, jsonb, text),
  hold_sessions(text[], boolean, boolean),
  is_behind(message_streams),
  is_message_of(uuid, text),
  is_on_line(uuid, uuid),
  known_message(text, uuid, text, text, uuid, boolean, uuid, text, uuid),
  lock_session(text, text),
  mirror_appended(text[], uuid[], integer[]),
  open_locked(text, uuid, uuid, uuid, text, uuid, text),
  server_lock_key(uuid),
  session_head(text),
  session_lock_key(text),
  session_message_count(text),
  session_tail(text),
  stream_text(uuid),
  user_lock_key(text)
  to duck_writer;
grant execute on function
  message_bytes(text, jsonb), session_message_count(text), session_tail(text)
  to duck_reader;
insert into duck_migrations (name, hash) values ('policies/grants.sql', 'without accounts')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- Who may do what in a database that was adopted, beside policies/grants.sql; applied after it.
grant select on legacy_state to duck_app;
grant select, insert, update, delete
  on legacy_sessions, legacy_versions, legacy_quarantine, legacy_log to duck_writer;
grant select, update on legacy_state to duck_writer;
grant update (messages, storage) on chat_sessions to duck_writer;
revoke all on legacy_kept, legacy_state, legacy_sessions, legacy_versions, legacy_quarantine, legacy_log from public;

grant create on schema public to duck_writer;
alter function legacy_backfill(text, integer, integer, integer) owner to duck_writer;
alter function legacy_capture() owner to duck_writer;
alter function legacy_counts() owner to duck_writer;
alter function legacy_cut_over(text, text) owner to duck_writer;
alter function legacy_open_session(text, text) owner to duck_writer;
alter function legacy_roll_back(text) owner to duck_writer;
alter function legacy_shadow_read(text, text) owner to duck_writer;
alter function legacy_verify(text) owner to duck_writer;
alter function legacy_verify_some(text, integer) owner to duck_writer;
alter function legacy_work(integer, integer) owner to duck_writer;
revoke create on schema public from duck_writer;

grant execute on function legacy_counts(), legacy_open_session(text, text), legacy_shadow_read(text, text),
  legacy_work(integer, integer) to duck_app;
do $$
declare
  v_function regprocedure;
  v_table    regclass;
  v_role     text;
  v_kept     text;
begin
  -- A hosted Postgres gives roles of its own rights on whatever is made in this schema: not on ours.
  for v_function, v_role in
    select distinct p.oid, a.grantee::regrole::text
    from pg_proc p cross join lateral aclexplode(p.proacl) a
    where p.pronamespace = 'public'::regnamespace and a.grantee not in (0, p.proowner)
      and a.grantee::regrole::text not in ('duck_app', 'duck_auth', 'duck_reader', 'duck_writer') and exists (
        select from duck_migrations m where m.name like '%/' || p.proname || '.sql')
  loop
    execute format('revoke all on function %s from %s', v_function, v_role);
  end loop;
  for v_table, v_role in
    select distinct c.oid, a.grantee::regrole::text
    from pg_class c cross join lateral aclexplode(c.relacl) a
    where c.relnamespace = 'public'::regnamespace and a.grantee not in (0, c.relowner)
      and (c.relname in ('messages', 'message_streams', 'stream_checkpoints', 'servers', 'duck_migrations')
        or c.relname like 'legacy\_%') and c.relkind in ('r', 'S')
      and a.grantee::regrole::text not in ('duck_app', 'duck_auth', 'duck_reader', 'duck_writer')
  loop
    execute format('revoke all on %s %s from %s',
      case when (select relkind from pg_class where oid = v_table) = 'S' then 'sequence' else 'table' end, v_table, v_role);
  end loop;
  for v_function in
    select p.oid from pg_proc p where p.pronamespace = 'public'::regnamespace
      and (p.proname like 'legacy\_%' or p.proname = 'insert_legacy_locked')
  loop
    execute format('revoke execute on function %s from public', v_function);
    execute format('grant execute on function %s to duck_writer', v_function);
  end loop;
  -- What others could do before; with the table itself only until the move is finished.
  for v_kept in
    select k.statement from legacy_kept k cross join legacy_state s
    where s.finished_at is null or k.statement not like '% on chat\_sessions to public'
  loop
    begin
      execute v_kept;
    exception when undefined_function or undefined_object then
      null; -- It was dropped since.
    end;
  end loop;
end
$$;
insert into duck_migrations (name, hash) values ('legacy/grants.sql', 'f716216885523677973657da1594d9ba96a3791f910093910f31c74272a1da3f')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
commit;

----------------------------------------------------------------------------------------------------
-- index

do $$
begin
  if to_regclass('public.chat_sessions_by_activity') is not null then return; end if;
  execute format('create index chat_sessions_by_activity on public.chat_sessions (user_id, pinned desc, %s desc, id desc)',
    case when exists (
      select from pg_attribute where attrelid = 'public.chat_sessions'::regclass and attname = 'created_at'
        and atttypid = 'timestamptz'::regtype
    ) then '(coalesce(last_message_at, created_at))' else 'last_message_at' end);
end
$$;

----------------------------------------------------------------------------------------------------
-- capture

begin;
set local search_path = public;
set local check_function_bodies = off;
-- A session is its user's. Nobody sees or makes one without `app.user_id` set in the transaction.
alter table chat_sessions enable row level security;
alter table chat_sessions force row level security;

drop policy if exists app_reads on chat_sessions;
create policy app_reads on chat_sessions for select to duck_app
  using (user_id = nullif(current_setting('app.user_id', true), ''));
drop policy if exists app_creates on chat_sessions;
create policy app_creates on chat_sessions for insert to duck_app
  with check (user_id = nullif(current_setting('app.user_id', true), ''));
drop policy if exists app_changes on chat_sessions;
create policy app_changes on chat_sessions for update to duck_app
  using (user_id = nullif(current_setting('app.user_id', true), ''))
  with check (user_id = nullif(current_setting('app.user_id', true), ''));

drop policy if exists writer_all on chat_sessions;
create policy writer_all on chat_sessions to duck_writer using (true) with check (true);
drop policy if exists reader_reads on chat_sessions;
create policy reader_reads on chat_sessions for select to duck_reader using (true);
insert into duck_migrations (name, hash) values ('policies/chat_sessions.sql', '0c9d5d6dacbdad8a39a153163b64ad3c6a30b266ea007ddb7bbd23d124eb8e3c')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- Until the move is finished the old app reaches its table as before: row level security is not forced on the owner, and where
-- the table had none, a policy lets every role through that is none of ours. Applied after policies/chat_sessions.sql.
do $$
begin
  drop policy if exists legacy_keeps on chat_sessions;
  if exists (select from legacy_state where finished_at is not null) then return; end if;
  alter table chat_sessions no force row level security;
  if exists (select from legacy_state where not had_rls) then
    create policy legacy_keeps on chat_sessions
      using (not pg_has_role(current_user, 'duck_app', 'member')
        and current_user not in ('duck_app', 'duck_writer', 'duck_reader', 'duck_auth'))
      with check (not pg_has_role(current_user, 'duck_app', 'member')
        and current_user not in ('duck_app', 'duck_writer', 'duck_reader', 'duck_auth'));
  end if;
end
$$;
insert into duck_migrations (name, hash) values ('legacy/policies/chat_sessions.sql', '0012470b91b5c76019162fc0f7841720e120064a52fd5a9f450dc37959a40879')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
-- Capture: every write of `messages` is looked at, whoever writes and however.
create or replace trigger legacy_capture_insert after insert on chat_sessions
  for each row execute function legacy_capture();
create or replace trigger legacy_capture_update after update on chat_sessions
  for each row execute function legacy_capture();
alter table chat_sessions enable always trigger legacy_capture_insert;
alter table chat_sessions enable always trigger legacy_capture_update;
update legacy_state set captured_at = clock_timestamp() where captured_at is null;
insert into duck_migrations (name, hash) values ('legacy/triggers.sql', '3858e46b4304b3c10a77c3ec19a8690aba33fef32e43ea78f4d9e9fa0cb07828')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;
commit;

----------------------------------------------------------------------------------------------------
-- backfill

select set_config('duck.sent_with_others', now()::text, false);

do $$
declare
  v_whole boolean := current_setting('duck.sent_with_others', true) = now()::text;
  v_began timestamptz := clock_timestamp();
  v_after text := '';
  v_left  bigint := 1;
begin
  while v_left > 0 and clock_timestamp() < v_began + interval '45 s' loop
    select last_id into v_after from legacy_backfill(coalesce(v_after, ''));
    if v_after is null then
      perform legacy_work(200, 10000);
    end if;
    if not v_whole then commit; end if;
    select (select count(*) from chat_sessions c left join legacy_sessions l on l.session_id = c.id
        where c.storage <> 'rows' and l.absorbed_at is null)
      + (select count(*) from legacy_versions where place is null) into v_left;
  end loop;
  raise notice '% sessions are left', v_left;
end
$$;

----------------------------------------------------------------------------------------------------
-- verify

select case when count(*) filter (where not v.ok) = 0
    then format('ok: %s sessions are proved, %s elements, %s rows', count(*), sum(v.elements), sum(v.rows))
    else format('NOT ok: %s of %s sessions are not proved', count(*) filter (where not v.ok), count(*)) end as verify,
  coalesce(string_agg(c.id || ': ' || v.detail, e'\n' order by c.id) filter (where not v.ok), '') as differences
from chat_sessions c cross join lateral legacy_verify(c.id) v;

----------------------------------------------------------------------------------------------------
-- way back: the old app is no longer captured, its table as before but for columns more

-- alter table chat_sessions disable trigger legacy_capture_insert;
-- alter table chat_sessions disable trigger legacy_capture_update;
-- drop policy if exists legacy_keeps on chat_sessions;
-- update legacy_state set captured_at = null;
--
-- and forward again, which absorbs what was written meanwhile:
--
-- update legacy_sessions set absorbed_at = null;
-- alter table chat_sessions enable always trigger legacy_capture_insert;
-- alter table chat_sessions enable always trigger legacy_capture_update;
-- update legacy_state set captured_at = clock_timestamp(), cursor_id = '';
