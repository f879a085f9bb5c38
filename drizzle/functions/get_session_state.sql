-- get_session_state(user, session_id) → (message_count, head_id)
-- Does: gives count and head by one descent each. In one statement with get_session_messages both see one snapshot.
-- Errors: QK404 unless the session is there, live and the user's.
-- Runs as: duck_reader, after its own owner check; takes no lock.
-- Example: select * from get_session_state('local', 's1');
create or replace function get_session_state(p_user text, p_session_id text)
returns table (message_count integer, head_id uuid)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  perform 1 from chat_sessions where id = p_session_id and user_id = p_user and deleted_at is null;
  if not found then
    raise exception using errcode = 'QK404', message = 'session not found';
  end if;
  return query select session_message_count(p_session_id), session_head(p_session_id);
end
$$;
