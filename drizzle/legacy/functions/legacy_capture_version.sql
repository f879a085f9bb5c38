-- legacy_capture_version(session_id, old, new) → false when the version must be kept for the worker
-- Does: makes rows of what an old app's write brought, in its own commit: of the array that was there, if it was never absorbed,
--   then of the new one. Notes what it took away or changed. Long arrays are the worker's, one of over 20 elements the
--   first time, for an old app must not wait for as many rows; and what comes while versions wait.
-- Errors: 55P03 after 150 ms behind another holder; 23505 when an id is taken.
-- Runs as: caller, whose transaction has the session's row; takes the session's lock.
-- Example: select legacy_capture_version('s1', '[]', '[{"role": "user", "content": "Hello"}]');
create or replace function legacy_capture_version(p_session_id text, p_old jsonb, p_new jsonb) returns boolean
language plpgsql volatile
as $$
declare
  v_session legacy_sessions;
  v_plan    legacy_plan;
begin
  if current_setting('transaction_isolation') not in ('read committed', 'read uncommitted')
    or legacy_is_long(p_old) or legacy_is_long(p_new) then
    return false;
  end if;
  perform pg_advisory_xact_lock(session_lock_key(p_session_id));
  if exists (select from legacy_versions v where v.session_id = p_session_id and v.place is null) then
    return false;
  end if;
  v_session := legacy_session(p_session_id);
  if v_session.absorbed_at is null then
    if legacy_length(p_old) > 20 then return false; end if;
    perform legacy_quarantine_locked(p_session_id, p_old, 'no array');
    if legacy_length(p_old) > 0 then
      perform legacy_take_locked(p_session_id, p_old, legacy_missing(p_session_id, p_old, 1000), true);
    end if;
    perform legacy_note_absorbed(p_session_id, legacy_length(p_old), legacy_length(p_old));
  end if;
  perform legacy_quarantine_locked(p_session_id, p_new, 'no array');
  if legacy_length(p_new) > 0 then
    v_plan := legacy_change(v_session, p_old, p_new);
    if v_plan is null then v_plan := legacy_missing(p_session_id, p_new, 1000); end if;
    perform legacy_take_locked(p_session_id, p_new, v_plan, true);
  else
    perform legacy_settle_locked(p_session_id);
  end if;
  perform legacy_note_changes(p_session_id, p_old, p_new, v_plan.gone);
  return true;
end
$$;
