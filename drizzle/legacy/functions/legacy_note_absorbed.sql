-- legacy_note_absorbed(session_id, elements, rows) → nothing
-- Does: notes that what a session's array held when it was first looked at is rows now.
-- Errors: none.
-- Runs as: caller, who holds the session.
-- Example: select legacy_note_absorbed('s1', 2, 2);
create or replace function legacy_note_absorbed(p_session_id text, p_elements integer, p_rows integer) returns void
language plpgsql volatile
as $$
begin
  update legacy_sessions set absorbed_at = clock_timestamp(), front = false where session_id = p_session_id;
  insert into legacy_log (session_id, step, detail)
    values (p_session_id, 'absorbed', jsonb_build_object('elements', p_elements, 'rows', p_rows));
end
$$;
