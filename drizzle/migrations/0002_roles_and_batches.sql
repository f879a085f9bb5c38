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
