-- get_session_message_count(user, session_id) → integer
-- Does: gives the session's message count, by one descent of the unique index.
-- Errors: QK404 unless the session is there, live and the user's.
-- Runs as: duck_reader, after its own owner check; takes no lock.
-- Example: select get_session_message_count('local', 's1');
create or replace function get_session_message_count(p_user text, p_session_id text) returns integer
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  perform 1 from chat_sessions where id = p_session_id and user_id = p_user and deleted_at is null;
  if not found then
    raise exception using errcode = 'QK404', message = 'session not found';
  end if;
  return session_message_count(p_session_id);
end
$$;
