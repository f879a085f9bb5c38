-- legacy_capture_tail(session, old, new) → false when the write was another than these
-- Does: the writes that nearly all are, without looking at every element: up to four more elements at the end, or more text of
--   the last answer, which is held back. Their text must stand nowhere else in the array, or which of equal messages they
--   are would have to be counted.
-- Errors: 23505 when an id is taken.
-- Runs as: caller, who holds the session; nothing of it waits.
-- Example: select legacy_capture_tail(s, '[]', '[{"role": "user", "content": "Hello"}]') from legacy_sessions s;
create or replace function legacy_capture_tail(p_session legacy_sessions, p_old jsonb, p_new jsonb) returns boolean
language plpgsql volatile
as $$
declare
  v_places  integer := jsonb_array_length(p_old);
  v_more    integer := legacy_length(p_new) - v_places;
  v_held    legacy_versions;
  v_before  jsonb := p_new;
  v_tail    jsonb := '[]';
  v_rows    legacy_row[];
  v_last    boolean;
begin
  if v_places = 0 or v_more not between 0 and 4 or p_session.mirrored then return false; end if;
  select * into v_held from legacy_versions v where v.session_id = p_session.session_id and v.place is not null;
  if v_held.id is null and v_more = 0 or v_held.place <> v_places - 1 then return false; end if;
  -- With an answer that is held back the tail begins at it.
  for i in reverse v_places + v_more - 1 .. v_places - (v_held.id is not null)::integer loop
    if jsonb_typeof(p_new -> i -> 'role') <> 'string' or jsonb_typeof(p_new -> i -> 'content') <> 'string' then
      return false;
    end if;
    v_tail := jsonb_build_array(p_new -> i) || v_tail;
    v_before := v_before - i;
  end loop;
  if jsonb_array_length(v_tail) = 0 then return false; end if;
  if v_held.id is null then
    if v_before <> p_old then return false; end if;
  elsif v_before <> p_old - (v_places - 1) or not legacy_grows(v_held.elements -> 0, v_tail -> 0) then
    return false;
  end if;
  for i in 0 .. jsonb_array_length(v_tail) - 1 loop
    if v_before @> jsonb_build_array(jsonb_build_object('role', v_tail -> i -> 'role', 'content', v_tail -> i -> 'content'))
    then
      return false;
    end if;
  end loop;

  select array_agg((r.place, r.id, r.role, r.content, r.metadata, r.created_at,
      coalesce(r.before_id, v_held.parent_id, session_head(p_session.session_id)), false)::legacy_row order by r.place)
    into v_rows
    from (
      select r.*, lag(r.id) over (order by r.place) as before_id
      from legacy_element_rows(p_session.session_id, p_session.id_ms, v_tail, false) r) r;
  if exists (select from messages m where m.id = any (array(select (r).id from unnest(v_rows) r))) then
    return false;
  end if;
  v_last := (v_rows[cardinality(v_rows)]).role = 'assistant' and v_tail -> -1 ->> 'role' = 'assistant';
  perform insert_legacy_locked(p_session.session_id,
    case when v_last then v_rows[: cardinality(v_rows) - 1] else v_rows end, -1);
  if v_held.id is not null and not v_last then
    delete from legacy_versions where id = v_held.id;
  elsif v_held.id is not null then
    update legacy_versions v
      set elements = jsonb_build_array(v_tail -> -1), place = v_places + v_more - 1,
        row_id = (v_rows[cardinality(v_rows)]).id, parent_id = (v_rows[cardinality(v_rows)]).before_id,
        changed_at = clock_timestamp()
      where v.id = v_held.id;
  elsif v_last then
    insert into legacy_versions (session_id, elements, place, row_id, parent_id)
      values (p_session.session_id, jsonb_build_array(v_tail -> -1), v_places + v_more - 1,
        (v_rows[cardinality(v_rows)]).id, (v_rows[cardinality(v_rows)]).before_id);
  end if;
  return true;
end
$$;
