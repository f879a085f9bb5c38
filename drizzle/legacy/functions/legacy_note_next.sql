-- legacy_note_next(version) → nothing
-- Does: notes what the next version that waits changed in this one, as legacy_note_changes; not of long arrays.
-- Errors: none.
-- Runs as: caller, who holds the session.
-- Example: select legacy_note_next(v) from legacy_versions v where v.place is null;
create or replace function legacy_note_next(p_version legacy_versions) returns void
language plpgsql volatile
as $$
declare
  v_next jsonb := (
    select v.elements from legacy_versions v
    where v.session_id = p_version.session_id and v.place is null and v.id > p_version.id order by v.id limit 1);
begin
  if v_next is null or legacy_is_long(p_version.elements) or legacy_is_long(v_next) then return; end if;
  perform legacy_note_changes(p_version.session_id, p_version.elements, v_next);
end
$$;
