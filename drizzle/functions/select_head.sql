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
