-- What a fresh, migrated database is. Written by `pnpm schema`, and held against one by a test: never edited.
-- `owner` is whoever migrated, and owns what names no other owner. What an owner may do with its own is left
-- out, unless it was revoked. Functions are listed with all but their text, which stands in functions/ and triggers/.

-- Roles

create role duck_app login;
create role duck_auth login;
create role duck_reader nologin;
create role duck_writer nologin;
alter role duck_app set default_transaction_isolation = 'read committed';
alter role duck_app set idle_in_transaction_session_timeout = '10s';
alter role duck_app set lock_timeout = '2s';
alter role duck_app set statement_timeout = '30s';
alter role duck_app set synchronous_commit = 'on';
alter role duck_auth set default_transaction_isolation = 'read committed';
alter role duck_auth set idle_in_transaction_session_timeout = '10s';
alter role duck_auth set lock_timeout = '2s';
alter role duck_auth set statement_timeout = '30s';
alter role duck_auth set synchronous_commit = 'on';

-- Schemas

alter schema auth owner to owner;
grant usage on schema auth to duck_auth;
alter schema public owner to pg_database_owner;
grant usage on schema public to duck_app;
grant usage on schema public to duck_reader;
grant usage on schema public to duck_writer;
grant usage on schema public to public;

-- Tables

create table auth.api_keys (
  id uuid not null,
  user_id text not null,
  name text not null,
  digest bytea not null,
  last_four text not null,
  created_at timestamptz default now() not null,
  last_used_at timestamptz,
  constraint api_keys_pkey primary key (id),
  constraint api_keys_digest_key unique (digest),
  constraint api_keys_user_id_fkey foreign key (user_id) references auth.people(id) on delete cascade
);
create index api_keys_by_user on auth.api_keys using btree (user_id);
alter table auth.api_keys enable row level security, force row level security;
create policy auth_all on auth.api_keys for all to duck_auth
  using (true)
  with check (true);
grant delete, insert, select, update on auth.api_keys to duck_auth;

create table auth.credentials (
  id text not null,
  user_id text not null,
  account_id text not null,
  provider_id text not null,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz default now() not null,
  updated_at timestamptz default now() not null,
  constraint credentials_pkey primary key (id),
  constraint credentials_provider_id_account_id_key unique (provider_id, account_id),
  constraint credentials_user_id_fkey foreign key (user_id) references auth.people(id) on delete cascade
);
create index credentials_by_user on auth.credentials using btree (user_id);
alter table auth.credentials enable row level security, force row level security;
create policy auth_all on auth.credentials for all to duck_auth
  using (true)
  with check (true);
grant delete, insert, select, update on auth.credentials to duck_auth;

create table auth.departures (
  user_id text not null,
  heir text,
  departed_at timestamptz default now() not null,
  constraint departures_pkey primary key (user_id)
);
alter table auth.departures enable row level security, force row level security;
create policy auth_all on auth.departures for all to duck_auth
  using (true)
  with check (true);
grant delete, insert, select, update on auth.departures to duck_auth;

create table auth.people (
  id text not null,
  name text not null,
  email text not null,
  email_verified boolean default false not null,
  image text,
  is_guest boolean default false not null,
  is_operator boolean default false not null,
  created_at timestamptz default now() not null,
  updated_at timestamptz default now() not null,
  constraint people_pkey primary key (id),
  constraint people_email_key unique (email)
);
create unique index people_one_operator on auth.people using btree (is_operator) where is_operator;
create index people_with_address on auth.people using btree (id) where not is_guest;
alter table auth.people enable row level security, force row level security;
create policy auth_all on auth.people for all to duck_auth
  using (true)
  with check (true);
grant delete, insert, select, update on auth.people to duck_auth;

create unlogged table auth.rate_counts (
  key text not null,
  count integer not null,
  resets_at timestamptz not null,
  constraint rate_counts_pkey primary key (key)
);
alter table auth.rate_counts enable row level security, force row level security;
create policy auth_all on auth.rate_counts for all to duck_auth
  using (true)
  with check (true);
grant delete, insert, select, update on auth.rate_counts to duck_auth;

create table auth.sign_ins (
  id text not null,
  user_id text not null,
  token text not null,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz default now() not null,
  updated_at timestamptz default now() not null,
  constraint sign_ins_pkey primary key (id),
  constraint sign_ins_token_key unique (token),
  constraint sign_ins_user_id_fkey foreign key (user_id) references auth.people(id) on delete cascade
);
create index sign_ins_by_user on auth.sign_ins using btree (user_id);
alter table auth.sign_ins enable row level security, force row level security;
create policy auth_all on auth.sign_ins for all to duck_auth
  using (true)
  with check (true);
grant delete, insert, select, update on auth.sign_ins to duck_auth;

create table auth.verifications (
  id text not null,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz default now() not null,
  updated_at timestamptz default now() not null,
  constraint verifications_pkey primary key (id)
);
create index verifications_by_identifier on auth.verifications using btree (identifier);
alter table auth.verifications enable row level security, force row level security;
create policy auth_all on auth.verifications for all to duck_auth
  using (true)
  with check (true);
grant delete, insert, select, update on auth.verifications to duck_auth;

create table chat_sessions (
  id text not null,
  user_id text not null,
  title text,
  title_by text,
  model text,
  system_prompt text,
  head_id uuid,
  head_set_at_count integer,
  last_read_index integer default '-1'::integer not null,
  pinned boolean default false not null,
  archived_at timestamptz,
  deleted_at timestamptz,
  created_at timestamptz default now() not null,
  updated_at timestamptz default now() not null,
  last_message_at timestamptz,
  constraint chat_sessions_pkey primary key (id),
  constraint chat_sessions_check check ((head_id is null) = (head_set_at_count is null)),
  constraint chat_sessions_check1 check (title_by is null or title is not null),
  constraint chat_sessions_model_check check (char_length(model) <= 100),
  constraint chat_sessions_title_by_check check (title_by = any (array['user'::text, 'model'::text]))
);
create index chat_sessions_by_activity on chat_sessions using btree (user_id, pinned desc, coalesce(last_message_at, created_at) desc, id desc);
alter table chat_sessions enable row level security, force row level security;
create policy app_changes on chat_sessions for update to duck_app
  using (user_id = nullif(current_setting('app.user_id'::text, true), ''::text))
  with check (user_id = nullif(current_setting('app.user_id'::text, true), ''::text));
create policy app_creates on chat_sessions for insert to duck_app
  with check (user_id = nullif(current_setting('app.user_id'::text, true), ''::text));
create policy app_reads on chat_sessions for select to duck_app
  using (user_id = nullif(current_setting('app.user_id'::text, true), ''::text));
create policy reader_reads on chat_sessions for select to duck_reader
  using (true);
create policy writer_all on chat_sessions for all to duck_writer
  using (true)
  with check (true);
grant insert, select, update (title, title_by, model, system_prompt, last_read_index, pinned, archived_at, updated_at, last_message_at) on chat_sessions to duck_app;
grant select on chat_sessions to duck_reader;
grant delete, select, update (user_id, head_id, head_set_at_count, deleted_at, updated_at) on chat_sessions to duck_writer;

create table duck_migrations (
  name text not null,
  hash text not null,
  applied_at timestamptz default now() not null,
  constraint duck_migrations_pkey primary key (name)
);
alter table duck_migrations enable row level security;
create policy app_reads on duck_migrations for select to duck_app
  using (true);
grant select on duck_migrations to duck_app;

create table message_feedback (
  message_id uuid not null,
  session_id text not null,
  message_index integer not null,
  value text not null,
  note text,
  created_at timestamptz default now() not null,
  updated_at timestamptz default now() not null,
  constraint message_feedback_pkey primary key (message_id),
  constraint message_feedback_session_id_message_index_key unique (session_id, message_index),
  constraint message_feedback_session_id_fkey foreign key (session_id) references chat_sessions(id) on delete cascade,
  constraint message_feedback_note_check check (char_length(note) <= 2000),
  constraint message_feedback_value_check check (value = any (array['up'::text, 'down'::text]))
);
alter table message_feedback enable row level security, force row level security;
create policy reader_reads on message_feedback for select to duck_reader
  using (true);
create policy writer_all on message_feedback for all to duck_writer
  using (true)
  with check (true);
grant select on message_feedback to duck_reader;
grant delete, insert, select, update (value, note, updated_at) on message_feedback to duck_writer;

create table message_streams (
  id uuid not null,
  session_id text not null,
  prompt_id uuid not null,
  continue_from uuid,
  model text not null,
  status text not null,
  server_id uuid not null,
  follows text not null,
  head_at_open uuid,
  created_at timestamptz default now() not null,
  opened_at timestamptz,
  ended_at timestamptz,
  error_class text,
  stop_asked_at timestamptz,
  constraint message_streams_pkey primary key (id),
  constraint message_streams_session_id_fkey foreign key (session_id) references chat_sessions(id) on delete cascade,
  constraint message_streams_check check ((status = any (array['queued'::text, 'open'::text])) = (ended_at is null)),
  constraint message_streams_check1 check (status <> 'open'::text or opened_at is not null),
  constraint message_streams_check2 check (status <> 'queued'::text or opened_at is null),
  constraint message_streams_check3 check (error_class is null or (status = any (array['failed'::text, 'interrupted'::text]))),
  constraint message_streams_failure_has_class check ((status <> all (array['failed'::text, 'interrupted'::text])) or error_class is not null),
  constraint message_streams_follows_check check (follows = any (array['head'::text, 'prompt'::text])),
  constraint message_streams_status_check check (status = any (array['queued'::text, 'open'::text, 'finalized'::text, 'stopped'::text, 'failed'::text, 'interrupted'::text]))
);
create index message_streams_by_prompt on message_streams using btree (prompt_id);
create index message_streams_by_session on message_streams using btree (session_id, created_at);
create unique index message_streams_one_open on message_streams using btree (session_id) where status = 'open'::text;
create unique index message_streams_one_per_send on message_streams using btree (prompt_id) where follows = 'head'::text;
create index message_streams_running on message_streams using btree (server_id) where ended_at is null;
alter table message_streams enable row level security, force row level security;
create policy app_reads on message_streams for select to duck_app
  using ((exists ( select
   from chat_sessions s
  where s.id = message_streams.session_id and s.user_id = nullif(current_setting('app.user_id'::text, true), ''::text))));
create policy reader_reads on message_streams for select to duck_reader
  using (true);
create policy writer_all on message_streams for all to duck_writer
  using (true)
  with check (true);
grant select on message_streams to duck_app;
grant select on message_streams to duck_reader;
grant insert, select, update (status, opened_at, ended_at, error_class, stop_asked_at) on message_streams to duck_writer;

create table messages (
  id uuid default gen_random_uuid() not null,
  session_id text not null,
  message_index integer not null,
  role text not null,
  content text not null,
  metadata jsonb default '{}'::jsonb,
  created_at timestamptz default now() not null,
  updated_at timestamptz default now() not null,
  parent_id uuid,
  moves_head boolean default true not null,
  origin text default 'client'::text not null,
  finish_reason text,
  constraint messages_pkey primary key (id),
  constraint messages_session_id_message_index_key unique (session_id, message_index),
  constraint messages_session_id_fkey foreign key (session_id) references chat_sessions(id) on delete cascade,
  constraint messages_check check (finish_reason is null or role = 'assistant'::text),
  constraint messages_finish_reason_check check (finish_reason = any (array['completed'::text, 'stopped'::text, 'failed'::text, 'interrupted'::text, 'truncated'::text])),
  constraint messages_message_index_check check (message_index >= 0),
  constraint messages_origin_check check (origin = any (array['client'::text, 'stream'::text, 'legacy'::text, 'import'::text])),
  constraint messages_role_check check (role = any (array['user'::text, 'assistant'::text, 'system'::text]))
);
create trigger messages_refuse_change before delete or update or truncate on messages for each statement execute function refuse_message_change();
alter table messages enable always trigger messages_refuse_change;
create trigger messages_refuse_delete before delete on messages for each row execute function refuse_message_change();
alter table messages enable always trigger messages_refuse_delete;
alter table messages enable row level security, force row level security;
create policy app_reads on messages for select to duck_app
  using ((exists ( select
   from chat_sessions s
  where s.id = messages.session_id and s.user_id = nullif(current_setting('app.user_id'::text, true), ''::text))));
create policy reader_reads on messages for select to duck_reader
  using (true);
create policy writer_appends on messages for insert to duck_writer
  with check (true);
create policy writer_reads on messages for select to duck_writer
  using (true);
grant select on messages to duck_app;
grant select on messages to duck_reader;
grant insert, select on messages to duck_writer;

create table servers (
  id uuid not null,
  beat bigint default 0 not null,
  started_at timestamptz default now() not null,
  constraint servers_pkey primary key (id)
);
alter table servers enable row level security, force row level security;
create policy writer_all on servers for all to duck_writer
  using (true)
  with check (true);
grant delete, insert, select, update (beat) on servers to duck_writer;

create table stream_checkpoints (
  stream_id uuid not null,
  start_unit integer not null,
  end_unit integer not null,
  delta text not null,
  constraint stream_checkpoints_pkey primary key (stream_id, start_unit),
  constraint stream_checkpoints_stream_id_fkey foreign key (stream_id) references message_streams(id) on delete cascade,
  constraint stream_checkpoints_check check (end_unit > start_unit),
  constraint stream_checkpoints_start_unit_check check (start_unit >= 0)
);
alter table stream_checkpoints enable row level security, force row level security;
create policy reader_reads on stream_checkpoints for select to duck_reader
  using (true);
create policy writer_all on stream_checkpoints for all to duck_writer
  using (true)
  with check (true);
grant select on stream_checkpoints to duck_reader;
grant delete, insert, select on stream_checkpoints to duck_writer;

-- Types, views, sequences

-- composite type appended

-- Functions

-- adopt_sessions(p_guest text, p_user text) → integer
--   plpgsql volatile security definer of duck_writer; set search_path = pg_catalog, public, pg_temp; execute:
--   duck_app
-- append_batch(p_users text[], p_session_ids text[], p_ids uuid[], p_roles text[], p_contents text[],
--   p_metadata jsonb[] default null::jsonb[], p_parent_ids uuid[] default null::uuid[], p_has_parents
--   boolean[] default null::boolean[], p_expected_message_counts integer[] default null::integer[],
--   p_stream_ids uuid[] default null::uuid[], p_models text[] default null::text[], p_server_id uuid default
--   null::uuid, p_wait_ms integer default 0, p_id_wait_ms integer default 25, out statuses text[], out
--   message_counts integer[], out message_indexes integer[], out parent_ids uuid[], out created_at
--   timestamptz, out waited_us integer, out held_us integer) → record
--   plpgsql volatile security definer of duck_writer; set enable_seqscan = off; set plan_cache_mode =
--   force_generic_plan; set search_path = pg_catalog, public, pg_temp; execute: duck_app
-- append_locked(p_held_users text[], p_held text[], p_users text[], p_session_ids text[], p_ids uuid[],
--   p_roles text[], p_contents text[], p_metadata jsonb[], p_parent_ids uuid[], p_has_parents boolean[],
--   p_expected_message_counts integer[], p_stream_ids uuid[], p_models text[], p_server_id uuid, p_origin
--   text, p_finish_reason text, p_moves_head boolean, out statuses text[], out message_counts integer[], out
--   message_indexes integer[], out parent_ids uuid[], out appended integer) → record
--   plpgsql volatile; execute: duck_writer
-- append_message(p_user text, p_session_id text, p_id uuid, p_role text, p_content text, p_metadata jsonb
--   default '{}'::jsonb, p_parent_id uuid default null::uuid, p_has_parent boolean default false,
--   p_expected_message_count integer default null::integer) → table(result text, message_index integer,
--   metadata jsonb, parent_id uuid, moves_head boolean, origin text, finish_reason text, created_at
--   timestamptz, updated_at timestamptz)
--   plpgsql volatile security definer of duck_writer; set search_path = pg_catalog, public, pg_temp; execute:
--   duck_app
-- append_messages(p_users text[], p_session_ids text[], p_ids uuid[], p_roles text[], p_contents text[],
--   p_metadata jsonb[], p_parent_ids uuid[], p_has_parents boolean[], p_expected_message_counts integer[],
--   p_stream_ids uuid[] default null::uuid[], p_models text[] default null::text[], p_server_id uuid default
--   null::uuid, p_wait_ms integer default 0, p_id_wait_ms integer default 25) → setof appended
--   plpgsql volatile security definer of duck_writer; set search_path = pg_catalog, public, pg_temp; execute:
--   duck_app
-- ask_stop(p_user text, p_stream_id uuid) → setof message_streams
--   plpgsql volatile security definer of duck_writer; set search_path = pg_catalog, public, pg_temp; execute:
--   duck_app
-- beat_server(p_server_id uuid) → table(id uuid, beat bigint)
--   sql volatile security definer of duck_writer; set search_path = pg_catalog, public, pg_temp; execute:
--   duck_app
-- begin_write(p_wait_ms integer) → void
--   plpgsql volatile; execute: duck_writer
-- checkpoint_streams(p_server_id uuid, p_stream_ids uuid[], p_start_units integer[], p_end_units integer[],
--   p_deltas text[]) → table(stream_id uuid, durable_unit integer)
--   sql volatile security definer of duck_writer; set search_path = pg_catalog, public, pg_temp; execute:
--   duck_app
-- count_shown(p_users text[], p_session_ids text[]) → table(user_id text, session_id text, message_count
--   integer)
--   sql stable security definer of duck_reader; set search_path = pg_catalog, public, pg_temp; execute:
--   duck_app
-- delete_session(p_user text, p_session_id text, p_forever boolean) → setof uuid
--   plpgsql volatile security definer of duck_writer; set search_path = pg_catalog, public, pg_temp; execute:
--   duck_app
-- end_locked(p_stream message_streams, p_status text, p_finish_reason text, p_content text, p_metadata jsonb,
--   p_error_class text) → integer
--   plpgsql volatile; execute: duck_writer
-- finalize_stream(p_server_id uuid, p_stream_id uuid, p_status text, p_finish_reason text, p_content text,
--   p_metadata jsonb, p_error_class text) → table(result text, message_index integer, message_count integer,
--   head_id uuid)
--   plpgsql volatile security definer of duck_writer; set search_path = pg_catalog, public, pg_temp; execute:
--   duck_app
-- forget_server(p_server_id uuid) → boolean
--   sql volatile security definer of duck_writer; set search_path = pg_catalog, public, pg_temp; execute:
--   duck_app
-- get_index_at(p_user text, p_session_id text, p_time timestamptz) → integer
--   plpgsql stable security definer of duck_reader; set search_path = pg_catalog, public, pg_temp; execute:
--   duck_app
-- get_message(p_user text, p_message_id uuid) → setof messages
--   sql stable security definer of duck_reader; set search_path = pg_catalog, public, pg_temp; execute:
--   duck_app
-- get_message_context(p_user text, p_prompt_id uuid, p_max_messages integer) → table(id uuid, role text,
--   content text)
--   sql stable security definer of duck_reader; set search_path = pg_catalog, public, pg_temp; execute:
--   duck_app
-- get_session_feedback(p_user text, p_session_id text, p_first integer, p_last integer) → setof
--   message_feedback
--   plpgsql stable strict security definer of duck_reader; set search_path = pg_catalog, public, pg_temp;
--   execute: duck_app
-- get_session_line(p_user text, p_session_id text, p_before integer, p_limit integer, p_max_bytes bigint
--   default 4194304) → setof messages
--   plpgsql stable security definer of duck_reader; set search_path = pg_catalog, public, pg_temp; execute:
--   duck_app
-- get_session_message_count(p_user text, p_session_id text) → integer
--   plpgsql stable security definer of duck_reader; set search_path = pg_catalog, public, pg_temp; execute:
--   duck_app
-- get_session_messages(p_user text, p_session_id text, p_before integer, p_after integer, p_limit integer,
--   p_max_bytes bigint default 4194304) → setof messages
--   plpgsql stable security definer of duck_reader; set search_path = pg_catalog, public, pg_temp; execute:
--   duck_app
-- get_session_state(p_user text, p_session_id text, out message_count integer, out head_id uuid) → record
--   plpgsql stable security definer of duck_reader; set search_path = pg_catalog, public, pg_temp; execute:
--   duck_app
-- get_stream(p_user text, p_stream_id uuid) → setof message_streams
--   sql stable security definer of duck_reader; set search_path = pg_catalog, public, pg_temp; execute:
--   duck_app
-- give_feedback(p_user text, p_message_id uuid, p_value text, p_note text, p_wait_ms integer) → setof text
--   plpgsql volatile security definer of duck_writer; set search_path = pg_catalog, public, pg_temp; execute:
--   duck_app
-- hold_lifeline(p_server_id uuid) → void
--   plpgsql volatile security definer of duck_writer; set search_path = pg_catalog, public, pg_temp; execute:
--   duck_app
-- hold_sessions(p_session_ids text[], p_wait boolean, p_hidden boolean, out owners text[], out held text[]) →
--   record
--   plpgsql volatile; execute: duck_writer
-- is_behind(p_stream message_streams) → boolean
--   sql stable; execute: duck_writer
-- is_message_of(p_message_id uuid, p_session_id text) → boolean
--   plpgsql stable; execute: duck_writer
-- is_on_line(p_message_id uuid, p_leaf_id uuid) → boolean
--   sql stable; execute: duck_writer
-- is_server_connected(p_server_id uuid) → boolean
--   sql volatile security definer of duck_writer; set search_path = pg_catalog, public, pg_temp; execute:
--   duck_app
-- known_message(p_session_id text, p_id uuid, p_role text, p_content text, p_parent_id uuid, p_has_parent
--   boolean, p_stream_id uuid, p_model text, p_server_id uuid) → appended
--   plpgsql volatile; execute: duck_writer
-- list_all_sessions(p_after text, p_limit integer) → table(session_id text, user_id text)
--   sql stable security definer of duck_reader; set search_path = pg_catalog, public, pg_temp; execute:
--   duck_app
-- list_forgotten_servers() → setof uuid
--   sql stable security definer of duck_writer; set search_path = pg_catalog, public, pg_temp; execute:
--   duck_app
-- list_server_streams(p_server_id uuid) → table(stream message_streams, user_id text)
--   sql stable security definer of duck_writer; set search_path = pg_catalog, public, pg_temp; execute:
--   duck_app
-- list_streams(p_user text, p_session_id text) → setof message_streams
--   plpgsql stable security definer of duck_reader; set search_path = pg_catalog, public, pg_temp; execute:
--   duck_app
-- list_users_streams(p_users text[]) → table(stream message_streams, user_id text)
--   sql stable security definer of duck_reader; set search_path = pg_catalog, public, pg_temp; execute:
--   duck_app
-- lock_session(p_user text, p_session_id text) → void
--   plpgsql volatile; execute: duck_writer
-- message_bytes(p_content text, p_metadata jsonb) → bigint
--   sql immutable parallel safe; execute: duck_reader
-- mirror_appended(p_session_ids text[], p_ids uuid[], p_message_indexes integer[]) → void
--   plpgsql volatile; execute: duck_writer
-- open_locked(p_session_id text, p_id uuid, p_prompt_id uuid, p_continue_from uuid, p_model text, p_server_id
--   uuid, p_follows text) → message_streams
--   plpgsql volatile; execute: duck_writer
-- open_stream(p_user text, p_session_id text, p_id uuid, p_prompt_id uuid, p_continue_from uuid, p_model
--   text, p_server_id uuid, p_wait_ms integer default 2000) → setof message_streams
--   plpgsql volatile security definer of duck_writer; set search_path = pg_catalog, public, pg_temp; execute:
--   duck_app
-- read_checkpoints(p_users text[], p_stream_ids uuid[], p_from_units integer[]) → table(stream_id uuid,
--   status text, start_unit integer, text text)
--   sql stable security definer of duck_reader; set search_path = pg_catalog, public, pg_temp; execute:
--   duck_app
-- refuse_message_change() → trigger
--   plpgsql volatile security definer of duck_writer; set search_path = pg_catalog, public, pg_temp; execute:
--   its owner
-- restore_session(p_user text, p_session_id text) → boolean
--   plpgsql volatile security definer of duck_writer; set search_path = pg_catalog, public, pg_temp; execute:
--   duck_app
-- search_messages(p_user text, p_query text, p_session_id text, p_cursor_session text, p_cursor_index
--   integer, p_limit integer, p_max_bytes bigint default 67108864) → table(message_id uuid, session_id text,
--   message_index integer, excerpt text, match_start integer)
--   plpgsql stable security definer of duck_reader; set search_path = pg_catalog, public, pg_temp; execute:
--   duck_app
-- select_head(p_user text, p_session_id text, p_message_id uuid, p_wait_ms integer) → table(message_count
--   integer, head_id uuid)
--   plpgsql volatile security definer of duck_writer; set search_path = pg_catalog, public, pg_temp; execute:
--   duck_app
-- selftest_append_only() → table("check" text, ok boolean, detail text)
--   plpgsql volatile; execute: its owner
-- selftest_refusal(p_role text, p_user text, p_statement text) → text
--   plpgsql volatile; execute: its owner
-- server_lock_key(p_server_id uuid) → bigint
--   sql immutable strict parallel safe; execute: duck_writer
-- session_head(p_session_id text) → uuid
--   sql stable strict; execute: duck_writer
-- session_lock_key(p_session_id text) → bigint
--   sql immutable strict parallel safe; execute: duck_writer
-- session_message_count(p_session_id text) → integer
--   sql stable strict; execute: duck_reader, duck_writer
-- session_states(p_user text, p_session_ids text[]) → table(session_id text, message_count integer, head_id
--   uuid, deleted boolean)
--   sql stable security definer of duck_reader; set search_path = pg_catalog, public, pg_temp; execute:
--   duck_app
-- session_tail(p_session_id text) → table(message_count integer, head_id uuid)
--   sql stable; execute: duck_reader, duck_writer
-- settle_orphans(p_server_id uuid, p_limit integer) → table(stream_id uuid, session_id text, user_id text,
--   message_index integer, message_count integer, head_id uuid)
--   plpgsql volatile security definer of duck_writer; set search_path = pg_catalog, public, pg_temp; execute:
--   duck_app
-- start_stream(p_server_id uuid, p_stream_id uuid, p_most_open integer) → text
--   plpgsql volatile security definer of duck_writer; set search_path = pg_catalog, public, pg_temp; execute:
--   duck_app
-- stream_text(p_stream_id uuid) → text
--   sql stable strict; execute: duck_writer
-- user_lock_key(p_user text) → bigint
--   sql immutable strict parallel safe; execute: duck_writer
-- verify_session(p_user text, p_session_id text) → table("check" text, ok boolean, detail text)
--   plpgsql stable security definer of duck_reader; set search_path = pg_catalog, public, pg_temp; execute:
--   duck_app
