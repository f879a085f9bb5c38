-- legacy_absorb_array_locked(session_id, limit, hold) → false when the array is large or has more than `limit` elements
-- Does: makes rows of the array of a session that was never absorbed, and notes that it is. What is no array goes to
--   quarantine.
-- Errors: 23505 when an id is taken.
-- Runs as: caller, who holds the session.
-- Example: select legacy_absorb_array_locked('s1', 2000, true);
create or replace function legacy_absorb_array_locked(p_session_id text, p_limit integer, p_hold boolean) returns boolean
language plpgsql volatile
as $$
declare
  v_array    jsonb := (select c.messages from chat_sessions c where c.id = p_session_id);
  v_length   integer := legacy_length(v_array);
  v_inserted integer := 0;
begin
  if v_length > p_limit or legacy_is_large(v_array) then return false; end if;
  perform legacy_quarantine_locked(p_session_id, v_array, 'no array');
  if v_length > 0 and session_message_count(p_session_id) = 0 then
    v_inserted := case when p_hold then legacy_first_held_locked(p_session_id, v_array)
      else legacy_first_locked(p_session_id, v_array) end;
  elsif v_length > 0 then
    v_inserted := legacy_take_locked(p_session_id, v_array, legacy_missing(p_session_id, v_array, v_length), p_hold);
  end if;
  perform legacy_note_absorbed(p_session_id, v_length, v_inserted);
  return true;
end
$$;
