-- legacy_work_front(session_id) → rows made, or null when someone else has the session
-- Does: takes a session for which an append waits, and of which no version waits: absorbs its array, or leaves a large one as a
--   version; then it is no longer at the front.
-- Errors: none of its own.
-- Runs as: caller; takes the session's row and lock, without waiting.
-- Example: select legacy_work_front('s1');
create or replace function legacy_work_front(p_session_id text) returns integer
language plpgsql volatile
as $$
begin
  if not legacy_hold_kept(p_session_id) then return null; end if;
  if (legacy_session(p_session_id)).absorbed_at is not null or legacy_absorb_any_locked(p_session_id, 2000, true) then
    update legacy_sessions set front = false where session_id = p_session_id;
    return 0;
  end if;
  if not exists (select from legacy_versions where session_id = p_session_id and place is null) then
    perform legacy_keep_version(p_session_id, null, (select c.messages from chat_sessions c where c.id = p_session_id));
  end if;
  return 0;
end
$$;
