-- session_head(session_id) → uuid of the leaf shown, null in an empty session
-- Does: gives the head of session_tail alone.
-- Errors: none.
-- Runs as: caller, for other functions: it checks no owner.
-- Example: select session_head('s1');
create or replace function session_head(p_session_id text) returns uuid
language sql stable strict
as $$
  select head_id from session_tail(p_session_id)
$$;
