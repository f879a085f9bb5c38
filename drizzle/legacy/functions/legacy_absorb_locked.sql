-- legacy_absorb_locked(session_id, limit) → true when nothing of the session waits any more
-- Does: makes rows of all that an old app has left in a session: versions that wait, the array itself when it was never absorbed,
--   then what is held back. Nothing more is begun once over `limit` elements have been looked at, and nothing large.
-- Errors: 23505 when an id is taken.
-- Runs as: caller, who holds the session.
-- Example: select legacy_absorb_locked('s1', 2000);
create or replace function legacy_absorb_locked(p_session_id text, p_limit integer) returns boolean
language plpgsql volatile
as $$
declare
  v_room    integer := p_limit;
  v_session legacy_sessions := legacy_session(p_session_id);
  v_version legacy_versions;
  v_waited  boolean := false;
begin
  for v_version in
    select * from legacy_versions where session_id = p_session_id and place is null order by id
  loop
    v_room := v_room - legacy_length(v_version.elements);
    if v_room < 0 or legacy_is_large(v_version.elements) then return false; end if;
    perform legacy_quarantine_locked(p_session_id, v_version.elements, 'no array');
    if jsonb_typeof(v_version.elements) = 'array' then
      perform legacy_take_locked(p_session_id, v_version.elements,
        legacy_missing(p_session_id, v_version.elements, p_limit), true);
    end if;
    perform legacy_note_next(v_version);
    delete from legacy_versions where id = v_version.id;
    v_waited := true;
  end loop;
  if v_session.absorbed_at is null and v_waited then
    -- The first version that waited was the array itself.
    perform legacy_note_absorbed(p_session_id, p_limit - v_room, p_limit - v_room);
  elsif v_session.absorbed_at is null then
    if not legacy_absorb_array_locked(p_session_id, v_room, true) then return false; end if;
  end if;
  perform legacy_settle_locked(p_session_id);
  return true;
end
$$;
