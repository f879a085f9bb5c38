-- legacy_follow_locked(version, session, whole) → how many rows were made
-- Does: goes on behind a version that is done: notes what the next one that waits changed, and where that is a small stretch, and
--   the version is `whole`, its elements all rows or held back, makes rows of it too, and so on with those behind. Not of
--   long arrays.
-- Errors: none of its own; what Postgres refuses is left to legacy_work_version.
-- Runs as: caller, who holds the session.
-- Example: select legacy_follow_locked(v, s, true) from legacy_versions v join legacy_sessions s using (session_id);
create or replace function legacy_follow_locked(
  p_version legacy_versions, p_session legacy_sessions, p_whole boolean
) returns integer
language plpgsql volatile
as $$
declare
  v_version legacy_versions := p_version;
  v_next    legacy_versions;
  v_plan    legacy_plan;
  v_made    integer := 0;
begin
  for v_left in reverse 20 .. 0 loop
    select * into v_next from legacy_versions v
      where v.session_id = p_session.session_id and v.place is null and v.id > v_version.id order by v.id limit 1;
    exit when not found or legacy_is_long(v_version.elements) or legacy_is_long(v_next.elements);
    v_plan := case when p_whole and v_left > 0 and jsonb_typeof(v_next.elements) = 'array'
      then legacy_change(p_session, v_version.elements, v_next.elements) end;
    perform legacy_note_changes(p_session.session_id, v_version.elements, v_next.elements, v_plan.gone);
    exit when v_plan is null;
    begin
      v_made := v_made + legacy_take_locked(p_session.session_id, v_next.elements, v_plan, true);
    exception when data_exception or integrity_constraint_violation or program_limit_exceeded then
      exit;
    end;
    delete from legacy_versions where id = v_next.id;
    v_version := v_next;
  end loop;
  return v_made;
end
$$;
