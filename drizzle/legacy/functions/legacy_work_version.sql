-- legacy_work_version(version_id, limit) → rows made, or null when someone else has the session
-- Does: makes rows of a version that waits, at most `limit`, and is done with it when none is missing. It looks at the array before
--   it takes the session, since that is what takes long; the version does not change, and only who holds the session makes
--   rows of it.
--   What the next versions of the session changed follows at once, as far as it is small.
-- Errors: none of its own.
-- Runs as: caller; takes the session's row and lock, without waiting.
-- Example: select legacy_work_version(1, 2000);
create or replace function legacy_work_version(p_version_id bigint, p_limit integer) returns integer
language plpgsql volatile
as $$
declare
  v_version  legacy_versions;
  v_session  legacy_sessions;
  v_plan     legacy_plan;
  v_first    boolean;
  v_whole    boolean := true;
  v_inserted integer := 0;
begin
  select * into v_version from legacy_versions where id = p_version_id;
  if not found then return 0; end if;
  -- The first look at a session is a short hold of its own.
  select * into v_session from legacy_sessions where session_id = v_version.session_id;
  v_first := found and v_session.absorbed_at is null and jsonb_typeof(v_version.elements) = 'array'
    and jsonb_array_length(v_version.elements) between 1 and least(p_limit, 500) and not legacy_is_large(v_version.elements);
  if v_session.session_id is not null and not v_first and jsonb_typeof(v_version.elements) = 'array' then
    v_plan := legacy_missing(v_version.session_id, v_version.elements, p_limit);
  end if;
  if not legacy_hold_kept(v_version.session_id) then return null; end if;
  if v_session.session_id is null then
    perform legacy_session(v_version.session_id);
    return 0;
  end if;
  -- Another worker may have been faster.
  if not exists (select from legacy_versions where id = p_version_id) then return 0; end if;
  begin
    perform legacy_quarantine_locked(v_version.session_id, v_version.elements, 'no array');
    if v_first and session_message_count(v_version.session_id) = 0 then
      v_inserted := legacy_first_held_locked(v_version.session_id, v_version.elements);
    elsif jsonb_typeof(v_version.elements) = 'array' then
      if v_first then v_plan := legacy_missing(v_version.session_id, v_version.elements, p_limit); end if;
      v_inserted := legacy_take_locked(v_version.session_id, v_version.elements, v_plan, true);
    end if;
  exception when data_exception or integrity_constraint_violation or program_limit_exceeded then
    perform legacy_quarantine_locked(v_version.session_id, v_version.elements, sqlstate);
    v_plan.left_over := 0;
    v_whole := false;
  end;
  if coalesce(v_plan.left_over, 0) = 0 then
    delete from legacy_versions where id = p_version_id;
    v_inserted := v_inserted + legacy_follow_locked(v_version, legacy_session(v_version.session_id), v_whole);
    if not exists (
      select from legacy_versions where session_id = v_version.session_id and place is null
    ) then
      perform legacy_note_absorbed(v_version.session_id, legacy_length(v_version.elements), v_inserted);
    end if;
  end if;
  return v_inserted;
end
$$;
