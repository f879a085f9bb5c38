-- legacy_absorb_any_locked(session_id, limit, hold) → false when the array is large or has more than `limit` elements
-- Does: as legacy_absorb_array_locked; an array whose rows Postgres refuses goes to quarantine whole, so that whoever absorbs can go on.
-- Errors: none.
-- Runs as: caller, who holds the session.
-- Example: select legacy_absorb_any_locked('s1', 2000, true);
create or replace function legacy_absorb_any_locked(p_session_id text, p_limit integer, p_hold boolean) returns boolean
language plpgsql volatile
as $$
declare
  v_array jsonb;
begin
  return legacy_absorb_array_locked(p_session_id, p_limit, p_hold);
exception when data_exception or integrity_constraint_violation or program_limit_exceeded then
  v_array := (select c.messages from chat_sessions c where c.id = p_session_id);
  perform legacy_quarantine_locked(p_session_id, v_array, sqlstate);
  perform legacy_note_absorbed(p_session_id, legacy_length(v_array), 0);
  return true;
end
$$;
