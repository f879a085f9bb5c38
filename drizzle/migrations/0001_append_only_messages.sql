-- Sessions, their immutable messages, and answers while they are being written.

create table chat_sessions (
  id                text primary key,
  user_id           text not null,
  title             text,
  title_by          text check (title_by in ('user', 'model')),
  model             text check (char_length(model) <= 100),
  system_prompt     text,
  -- Only when a person chose another line; else the head is the last message that moved it.
  head_id           uuid,
  head_set_at_count integer,
  last_read_index   integer not null default -1,
  pinned            boolean not null default false,
  archived_at       timestamptz,
  deleted_at        timestamptz,
  created_at        timestamptz not null default now(),
  updated_at        timestamptz not null default now(),
  -- For the order of the session list only; written after the append, never by it.
  last_message_at   timestamptz,
  check ((head_id is null) = (head_set_at_count is null)),
  check (title_by is null or title is not null)
);

create index chat_sessions_by_activity
  on chat_sessions (user_id, pinned desc, (coalesce(last_message_at, created_at)) desc, id desc);

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
