-- What a fresh, migrated database is. Written by `pnpm schema`, and held against one by a test: never edited.
-- `owner` is whoever migrated, and owns what names no other owner. What an owner may do with its own is left
-- out, unless it was revoked. Functions are listed with all but their text, which stands in functions/ and triggers/.

-- Schemas

alter schema public owner to pg_database_owner;
grant usage on schema public to public;

-- Tables

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

create table duck_migrations (
  name text not null,
  hash text not null,
  applied_at timestamptz default now() not null,
  constraint duck_migrations_pkey primary key (name)
);

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
  constraint message_streams_pkey primary key (id),
  constraint message_streams_session_id_fkey foreign key (session_id) references chat_sessions(id) on delete cascade,
  constraint message_streams_check check ((status = any (array['queued'::text, 'open'::text])) = (ended_at is null)),
  constraint message_streams_check1 check (status <> 'open'::text or opened_at is not null),
  constraint message_streams_check2 check (status <> 'queued'::text or opened_at is null),
  constraint message_streams_check3 check (error_class is null or (status = any (array['failed'::text, 'interrupted'::text]))),
  constraint message_streams_follows_check check (follows = any (array['head'::text, 'prompt'::text])),
  constraint message_streams_status_check check (status = any (array['queued'::text, 'open'::text, 'finalized'::text, 'stopped'::text, 'failed'::text, 'interrupted'::text]))
);
create index message_streams_by_session on message_streams using btree (session_id, created_at);
create unique index message_streams_one_open on message_streams using btree (session_id) where status = 'open'::text;
create unique index message_streams_one_per_send on message_streams using btree (prompt_id) where follows = 'head'::text;
create index message_streams_running on message_streams using btree (server_id) where ended_at is null;

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

create table servers (
  id uuid not null,
  beat bigint default 0 not null,
  started_at timestamptz default now() not null,
  constraint servers_pkey primary key (id)
);

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

-- Functions

-- append_locked(p_session_id text, p_id uuid, p_role text, p_content text, p_metadata jsonb, p_parent_id
--   uuid, p_has_parent boolean, p_expected_message_count integer, p_origin text, p_finish_reason text,
--   p_moves_head boolean) → table(result text, message_index integer, metadata jsonb, parent_id uuid,
--   moves_head boolean, origin text, finish_reason text, created_at timestamptz, updated_at timestamptz)
--   plpgsql volatile; execute: public
-- append_message(p_user text, p_session_id text, p_id uuid, p_role text, p_content text, p_metadata jsonb
--   default '{}'::jsonb, p_parent_id uuid default null::uuid, p_has_parent boolean default false,
--   p_expected_message_count integer default null::integer) → table(result text, message_index integer,
--   metadata jsonb, parent_id uuid, moves_head boolean, origin text, finish_reason text, created_at
--   timestamptz, updated_at timestamptz)
--   plpgsql volatile; set lock_timeout = 2s; execute: public
-- checkpoint_streams(p_server_id uuid, p_stream_ids uuid[], p_start_units integer[], p_end_units integer[],
--   p_deltas text[]) → table(stream_id uuid, durable_unit integer)
--   sql volatile; execute: public
-- delete_session(p_user text, p_session_id text, p_forever boolean) → setof uuid
--   plpgsql volatile; set lock_timeout = 1s; execute: public
-- end_locked(p_stream message_streams, p_status text, p_finish_reason text, p_content text, p_metadata jsonb,
--   p_error_class text) → integer
--   plpgsql volatile; execute: public
-- finalize_stream(p_server_id uuid, p_stream_id uuid, p_status text, p_finish_reason text, p_content text,
--   p_metadata jsonb, p_error_class text) → table(result text, message_index integer, message_count integer,
--   head_id uuid)
--   plpgsql volatile; set lock_timeout = 2s; execute: public
-- get_message_context(p_prompt_id uuid, p_max_messages integer) → table(id uuid, role text, content text)
--   sql stable; execute: public
-- get_session_message_count(p_user text, p_session_id text) → integer
--   sql stable; execute: public
-- get_session_messages(p_user text, p_session_id text, p_before integer, p_after integer, p_limit integer,
--   p_max_bytes bigint default 4194304) → setof messages
--   plpgsql stable; execute: public
-- get_session_state(p_user text, p_session_id text) → table(message_count integer, head_id uuid)
--   plpgsql stable; execute: public
-- is_on_line(p_message_id uuid, p_leaf_id uuid) → boolean
--   sql stable; execute: public
-- list_streams(p_user text, p_session_id text) → setof message_streams
--   plpgsql stable; execute: public
-- lock_session(p_user text, p_session_id text) → void
--   plpgsql volatile; execute: public
-- open_locked(p_session_id text, p_id uuid, p_prompt_id uuid, p_continue_from uuid, p_model text, p_server_id
--   uuid, p_follows text) → setof message_streams
--   plpgsql volatile; execute: public
-- open_stream(p_user text, p_session_id text, p_id uuid, p_prompt_id uuid, p_continue_from uuid, p_model
--   text, p_server_id uuid) → setof message_streams
--   plpgsql volatile; set lock_timeout = 2s; execute: public
-- send_message(p_user text, p_session_id text, p_id uuid, p_content text, p_metadata jsonb, p_parent_id uuid,
--   p_has_parent boolean, p_expected_message_count integer, p_stream_id uuid, p_model text, p_server_id uuid)
--   → table(result text, message_index integer, metadata jsonb, parent_id uuid, moves_head boolean, origin
--   text, finish_reason text, created_at timestamptz, updated_at timestamptz, stream_id uuid, stream_model
--   text, stream_status text, stream_error_class text, stream_server_id uuid, stream_created_at timestamptz,
--   stream_opened_at timestamptz, stream_ended_at timestamptz)
--   plpgsql volatile; set lock_timeout = 2s; execute: public
-- session_head(p_session_id text) → uuid
--   sql stable strict; execute: public
-- session_lock_key(p_session_id text) → bigint
--   sql immutable strict parallel safe; execute: public
-- session_message_count(p_session_id text) → integer
--   sql stable strict; execute: public
-- settle_orphans(p_server_id uuid, p_limit integer) → table(stream_id uuid, session_id text, user_id text,
--   message_index integer, message_count integer, head_id uuid)
--   plpgsql volatile; execute: public
-- start_stream(p_server_id uuid, p_stream_id uuid) → text
--   plpgsql volatile; execute: public
-- stream_text(p_stream_id uuid) → text
--   sql stable strict; execute: public
