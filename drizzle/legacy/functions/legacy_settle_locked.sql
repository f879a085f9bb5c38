-- legacy_settle_locked(session_id) → true when there was one
-- Does: makes the last answer of a session's array, held back while it might grow, its row.
-- Errors: 23505 when its id is taken.
-- Runs as: caller, who holds the session.
-- Example: select legacy_settle_locked('s1');
create or replace function legacy_settle_locked(p_session_id text) returns boolean
language plpgsql volatile
as $$
declare
  v_held legacy_versions;
  v_row  legacy_row;
begin
  delete from legacy_versions where session_id = p_session_id and place is not null returning * into v_held;
  if not found then return false; end if;
  select v_held.place, v_held.row_id, r.role, r.content, r.metadata, r.created_at, v_held.parent_id, false into v_row
    from legacy_sessions s
    cross join lateral legacy_element_rows(p_session_id, s.id_ms, v_held.elements, false) r
    where s.session_id = p_session_id;
  perform insert_legacy_locked(p_session_id, array[v_row], -1);
  return true;
end
$$;
