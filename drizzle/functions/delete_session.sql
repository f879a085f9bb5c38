-- delete_session(user, session_id, forever) → ids of the streams that were still running
-- Does: hides the session everywhere at once and asks for the end of its running streams; with `forever` erases it with all
--   its messages, the one way a message ever goes. A hidden one can still be erased. Waits for the appends that are under way.
-- Errors: QK404 unless the session is there and the user's; QK501; 55P03 after 1 s in the row's queue or for its holder.
-- Runs as: duck_writer, after its own owner check; locks the session's row.
-- Example: select delete_session('local', 's1', false);
create or replace function delete_session(p_user text, p_session_id text, p_forever boolean) returns setof uuid
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  perform begin_write(1000);
  perform 1 from chat_sessions
    where id = p_session_id and user_id = p_user and (deleted_at is null or p_forever)
    for update;
  if not found then
    raise exception using errcode = 'QK404', message = 'session not found';
  end if;
  return query
    update message_streams s set stop_asked_at = coalesce(s.stop_asked_at, clock_timestamp())
    where s.session_id = p_session_id and s.ended_at is null returning s.id;
  if p_forever then
    delete from chat_sessions where id = p_session_id;
  else
    update chat_sessions set deleted_at = now(), updated_at = now() where id = p_session_id;
  end if;
end
$$;
