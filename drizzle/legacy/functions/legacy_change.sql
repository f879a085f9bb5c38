-- legacy_change(session, old, new) → a legacy_plan, or null when every element has to be looked at
-- Does: as legacy_missing, for a session whose rows have all of `old` but what is held back: looks only at the stretch that is other
--   than in `old`, what stands around it, and what was held back. Their text must stand nowhere else in the array: else it
--   would have to be counted which of equal messages they are.
-- Errors: none.
-- Runs as: caller, who holds the session.
-- Example: select legacy_change(s, '[]', '[{"role": "user", "content": "Hello"}]') from legacy_sessions s;
create or replace function legacy_change(p_session legacy_sessions, p_old jsonb, p_new jsonb) returns legacy_plan
language plpgsql volatile
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  v_length integer := legacy_length(p_new);
  v_region record;
  v_held   legacy_versions;
  v_places integer[];
  v_some   jsonb := '[]';
  v_others jsonb;
  v_said   jsonb;
  v_rows   legacy_row[];
  v_row    legacy_row;
  v_before uuid;
  v_plan   legacy_plan;
begin
  if v_length = 0 or jsonb_typeof(p_old) <> 'array' then return null; end if;
  v_region := legacy_region(p_old, p_new);
  if v_region.first is null or v_region.last - v_region.first > 8 then return null; end if;
  select * into v_held from legacy_versions v where v.session_id = p_session.session_id and v.place is not null;
  if v_region.last = v_length - 1 and v_region.first <= v_region.last
    and v_region.first between coalesce(v_held.place, jsonb_array_length(p_old)) and jsonb_array_length(p_old) then
    -- More at the end, as nearly always: what it follows is known, and the others are those of `old`.
    v_places := array(select generate_series(least(v_held.place, v_region.first), v_region.last));
    v_before := case when v_held.id is null then session_head(p_session.session_id) else v_held.parent_id end;
    v_others := case when v_held.id is null then p_old else p_old - v_held.place end;
  else
    v_places := array(
      select distinct place from (
        select generate_series(v_region.first - 1, v_region.last) union all select v_length - 1 union all select v_held.place
      ) needed (place) where place between 0 and v_length - 1 order by place);
    v_others := '[]';
    for i in 0 .. cardinality(v_places) loop
      v_others := v_others || legacy_slice(p_new, coalesce(v_places[i] + 1, 0), coalesce(v_places[i + 1], v_length));
    end loop;
  end if;
  foreach v_row.place in array v_places loop
    v_said := jsonb_build_array(jsonb_build_object(
      'role', p_new -> v_row.place -> 'role', 'content', p_new -> v_row.place -> 'content'));
    if jsonb_typeof(v_said -> 0 -> 'role') is distinct from 'string'
      or jsonb_typeof(v_said -> 0 -> 'content') is distinct from 'string' or v_others @> v_said or v_some @> v_said then
      return null;
    end if;
    v_some := v_some || jsonb_build_array(p_new -> v_row.place);
  end loop;
  v_rows := array(
    select row(v_places[r.place + 1], r.id, r.role, r.content, r.metadata, r.created_at,
      case
        when r.place = 0 then v_before
        when v_places[r.place] = v_places[r.place + 1] - 1 then lag(r.id) over (order by r.place)
        else v_held.parent_id
      end, m.id is not null)::legacy_row
    from legacy_element_rows(p_session.session_id, p_session.id_ms, v_some, p_session.mirrored) r
    -- Limited, since a table that has grown since it was planned for is else read whole.
    left join lateral (select w.id from messages w where w.id = r.id limit 1) m on true
    order by r.place);
  v_plan.missing := '{}';
  v_plan.left_over := 0;
  v_plan.last_there := v_length - 1;
  v_plan.gone := jsonb_array_length(p_old) - v_length + v_region.last - v_region.first + 1;
  foreach v_row in array v_rows loop
    if not v_row.there then
      if v_row.place not between v_region.first and v_region.last and v_row.place is distinct from v_held.place
        or p_session.mirrored and legacy_is_twin(p_session.session_id, v_row) then
        return null;
      end if;
      v_plan.missing := v_plan.missing || v_row;
    end if;
  end loop;
  v_plan.last_id := v_row.id;
  for i in reverse cardinality(v_plan.missing) .. 1 loop
    exit when (v_plan.missing[i]).place <> v_plan.last_there;
    v_plan.last_there := v_plan.last_there - 1;
  end loop;
  if not v_row.there and p_new -> -1 ->> 'role' = 'assistant' then v_plan.held := v_row; end if;
  return v_plan;
end
$$;
