-- legacy_quarantine_locked(session_id, value, reason) → nothing
-- Does: keeps what cannot become rows, as it is, once: a value of `messages` that is no array. Null is an empty array.
-- Errors: none.
-- Runs as: caller, who holds the session.
-- Example: select legacy_quarantine_locked('s1', '{"0": "Hello"}', 'no array');
create or replace function legacy_quarantine_locked(p_session_id text, p_value jsonb, p_reason text) returns void
language plpgsql volatile
as $$
begin
  if p_value is null or p_value = 'null' or (p_reason = 'no array' and jsonb_typeof(p_value) = 'array') or exists (
    select from legacy_quarantine q where q.session_id = p_session_id and q.element = p_value
  ) then
    return;
  end if;
  insert into legacy_quarantine (session_id, element, reason) values (p_session_id, p_value, p_reason);
  insert into legacy_log (session_id, step, detail)
    values (p_session_id, 'quarantined', jsonb_build_object('reason', p_reason));
end
$$;
