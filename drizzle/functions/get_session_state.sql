-- get_session_state(user, session_id) → (message_count, head_id); QK404 unless the session is there and the user's
-- In one statement with get_session_messages both see the same snapshot.
-- Example: select * from get_session_state('local', 's1');
create or replace function get_session_state(p_user text, p_session_id text)
returns table (message_count integer, head_id uuid)
language plpgsql stable
as $$
begin
  perform 1 from chat_sessions where id = p_session_id and user_id = p_user and deleted_at is null;
  if not found then
    raise exception using errcode = 'QK404', message = 'session not found';
  end if;
  return query select session_message_count(p_session_id), session_head(p_session_id);
end
$$;
