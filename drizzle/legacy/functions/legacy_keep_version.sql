-- legacy_keep_version(session_id, old, new) → nothing
-- Does: keeps an old app's write as it is, for the worker: the array that was there when nothing waits yet, and the new one. It
--   reads nothing that a transaction of another isolation level could see too old.
-- Errors: none.
-- Runs as: caller, whose transaction has the session's row.
-- Example: select legacy_keep_version('s1', '[]', '[{"role": "user", "content": "Hello"}]');
create or replace function legacy_keep_version(p_session_id text, p_old jsonb, p_new jsonb) returns void
language plpgsql volatile
as $$
begin
  insert into legacy_versions (session_id, elements)
    select p_session_id, p_old
    where legacy_length(p_old) > 0 and not exists (
      select from legacy_versions v where v.session_id = p_session_id and v.place is null);
  insert into legacy_versions (session_id, elements) values (p_session_id, coalesce(nullif(p_new, 'null'), '[]'));
end
$$;
