-- legacy_is_twin(session_id, row) → boolean
-- Does: tells whether a row that is missing says the same as a message of ours, so that it may be that one without its id.
-- Errors: none.
-- Runs as: caller; takes no lock.
-- Example: select legacy_is_twin('s1', null);
create or replace function legacy_is_twin(p_session_id text, p_row legacy_row) returns boolean
language sql stable
as $$
  select exists (
    select from messages m
    where m.session_id = p_session_id and m.origin <> 'legacy' and m.role = p_row.role and m.content = p_row.content)
$$;
