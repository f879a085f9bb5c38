-- lock_session(user, session_id) → nothing
-- Does: pins the session's row against deletion and takes its advisory lock until the transaction ends. A statement of
--   its own, so that the statements after it read what the previous holder committed.
-- Errors: QK404 unless the session is there, live and the user's; 55P03 after waiting as long as begin_write said.
-- Runs as: caller; takes the row, then the advisory lock, as every writer does.
-- Example: select lock_session('local', 's1');
create or replace function lock_session(p_user text, p_session_id text) returns void
language plpgsql volatile
as $$
begin
  perform 1 from chat_sessions
    where id = p_session_id and user_id = p_user and deleted_at is null
    for key share;
  if not found then
    raise exception using errcode = 'QK404', message = 'session not found';
  end if;
  perform pg_advisory_xact_lock(session_lock_key(p_session_id));
end
$$;
