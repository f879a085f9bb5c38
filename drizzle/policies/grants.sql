-- Who may do what, and nothing more: tables by column where that is narrower, functions by signature. Applied after
-- functions and triggers; a function that is made anew keeps its owner and grants.

revoke all
  on chat_sessions, messages, message_feedback, message_streams, stream_checkpoints, servers, duck_migrations
  from public;
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
grant select, insert, update (value, note, updated_at), delete on message_feedback to duck_writer;
grant select, insert, update (status, opened_at, ended_at, error_class, stop_asked_at) on message_streams to duck_writer;
grant select, insert, delete on stream_checkpoints to duck_writer;
grant select, insert, update (beat), delete on servers to duck_writer;

grant select on chat_sessions, messages, message_feedback, message_streams, stream_checkpoints to duck_reader;

revoke all on schema auth from public;
-- By name: a hosted database has tables of its own there.
revoke all
  on auth.people, auth.sign_ins, auth.credentials, auth.verifications, auth.api_keys, auth.rate_counts, auth.departures
  from public;
grant usage on schema auth to duck_auth;
grant select, insert, update, delete
  on auth.people, auth.sign_ins, auth.credentials, auth.verifications, auth.api_keys, auth.rate_counts, auth.departures
  to duck_auth;

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
alter function give_feedback(text, uuid, text, text, integer) owner to duck_writer;
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
alter function get_session_feedback(text, text, integer, integer) owner to duck_reader;
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
  get_session_feedback(text, text, integer, integer),
  get_session_line(text, text, integer, integer, bigint),
  get_session_message_count(text, text),
  get_session_messages(text, text, integer, integer, integer, bigint),
  get_session_state(text, text),
  get_stream(text, uuid),
  give_feedback(text, uuid, text, text, integer),
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

-- A hosted database gives all that is made in `public` to roles of its own, by default privileges: with them anybody could call
-- a function that believes `p_user`. The old app's table is left as it is.
do $$
declare
  v_revoke text;
begin
  for v_revoke in
    with others as (
      select distinct a.grantee::regrole as role
      from pg_default_acl d cross join aclexplode(d.defaclacl) a
      where a.grantee <> 0 and a.grantee <> d.defaclrole and d.defaclnamespace in (0, 'public'::regnamespace)
        and a.grantee::regrole::text not in ('duck_app', 'duck_writer', 'duck_reader', 'duck_auth')
    ), ours as (
      select 'function ' || p.oid::regprocedure as object from pg_proc p
      where p.pronamespace = 'public'::regnamespace and exists (
        select from duck_migrations m where m.name ~ ('^(legacy/)?(functions|triggers)/' || p.proname || '\.sql$'))
      union all
      select 'table ' || c.oid::regclass from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'S')
        and (c.relname like 'legacy\_%'
          or c.relname in ('messages', 'message_feedback', 'message_streams', 'stream_checkpoints', 'servers',
            'duck_migrations'))
    )
    select format('revoke all on %s from %s', object, role) from ours cross join others
  loop
    execute v_revoke;
  end loop;
end
$$;
