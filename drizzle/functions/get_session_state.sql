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
