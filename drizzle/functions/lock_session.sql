-- lock_session(user, session_id) → nothing
-- Does: holds one live session of the user's until the transaction ends, as hold_sessions. Another's is never waited for.
-- Errors: QK404 unless the session is there, live and the user's; 55P03 after waiting as long as begin_write said, or when
--   what an old app left in it has still to become rows.
-- Runs as: caller; takes the row, then the advisory lock, as every writer does.
-- Example: select lock_session('local', 's1');
create or replace function lock_session(p_user text, p_session_id text) returns void
language plpgsql volatile
as $$
declare
  v_owner text;
begin
  perform 1 from chat_sessions where id = p_session_id and user_id = p_user and deleted_at is null;
  if found then
    v_owner := (hold_sessions(array[p_session_id], true, false)).owners[1];
    if v_owner is null and exists (select from chat_sessions where id = p_session_id and deleted_at is null) then
      raise exception using errcode = '55P03', message = 'the session waits for its history';
    end if;
  end if;
  if v_owner is distinct from p_user then
    raise exception using errcode = 'QK404', message = 'session not found';
  end if;
end
$$;
