-- legacy_hold_kept(session_id) → true when it is held
-- Does: holds a session for a step of the move, without waiting.
-- Errors: none.
-- Runs as: caller; takes the session's row and lock.
-- Example: select legacy_hold_kept('s1');
create or replace function legacy_hold_kept(p_session_id text) returns boolean
language plpgsql volatile
as $$
begin
  perform 1 from chat_sessions where id = p_session_id for no key update skip locked;
  return found and pg_try_advisory_xact_lock(session_lock_key(p_session_id));
end
$$;
