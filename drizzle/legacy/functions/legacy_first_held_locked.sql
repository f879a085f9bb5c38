-- legacy_first_held_locked(session_id, array) → how many rows were made
-- Does: as legacy_first_locked, but holds a last answer back, which may still grow.
-- Errors: 23505 when an id is taken.
-- Runs as: caller, who holds the session.
-- Example: select legacy_first_held_locked('s1', '[{"role": "user", "content": "Hello"}]');
create or replace function legacy_first_held_locked(p_session_id text, p_array jsonb) returns integer
language plpgsql volatile
as $$
declare
  v_before   jsonb := p_array - -1;
  v_inserted integer;
  v_plan     legacy_plan;
begin
  if p_array -> -1 ->> 'role' is distinct from 'assistant' or jsonb_typeof(p_array -> -1 -> 'content') is distinct from 'string' then
    return legacy_first_locked(p_session_id, p_array);
  end if;
  v_inserted := legacy_first_locked(p_session_id, v_before);
  v_plan := legacy_change(legacy_session(p_session_id), v_before, p_array);
  if v_plan is null then v_plan := legacy_missing(p_session_id, p_array, jsonb_array_length(p_array)); end if;
  return v_inserted + legacy_take_locked(p_session_id, p_array, v_plan, true);
end
$$;
