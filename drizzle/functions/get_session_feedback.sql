-- get_session_feedback(user, session_id, first, last) → rows of message_feedback, ascending by index
-- Does: reads what the user thinks of the messages from index `first` to `last`; nothing when one of them is null.
-- Errors: QK404 unless the session is there, live and the user's.
-- Runs as: duck_reader, after its own owner check; takes no lock.
-- Example: select * from get_session_feedback('local', 's1', 0, 199);
create or replace function get_session_feedback(p_user text, p_session_id text, p_first integer, p_last integer)
returns setof message_feedback
language plpgsql stable strict security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  perform 1 from chat_sessions where id = p_session_id and user_id = p_user and deleted_at is null;
  if not found then
    raise exception using errcode = 'QK404', message = 'session not found';
  end if;
  return query
    select f.* from message_feedback f
    where f.session_id = p_session_id and f.message_index between p_first and p_last
    order by f.message_index;
end
$$;
