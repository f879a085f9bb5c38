-- legacy_missing(session_id, array, limit) → a legacy_plan
-- Does: says what is to be done so that every element of an array is a row; at most `limit` of the missing rows.
-- Errors: none.
-- Runs as: caller; takes no lock, so that rows found missing may be there when it is taken.
-- Example: select legacy_missing('s1', '[{"role": "user", "content": "Hello"}]', 2000);
create or replace function legacy_missing(
  p_session_id text, p_array jsonb, p_limit integer
) returns legacy_plan
language plpgsql stable
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  v_session legacy_sessions;
  v_plan    legacy_plan;
  v_count   integer := jsonb_array_length(p_array);
  v_last    jsonb := p_array -> -1;
  v_open    boolean := v_last ->> 'role' = 'assistant' and jsonb_typeof(v_last -> 'content') = 'string';
begin
  select * into v_session from legacy_sessions where session_id = p_session_id;
  with elements as materialized (
    select row(r.place, r.id, r.role, r.content, r.metadata, r.created_at, lag(r.id) over (order by r.place),
      m.id is not null)::legacy_row as element
    from legacy_element_rows(p_session_id, v_session.id_ms, p_array, v_session.mirrored) r
    -- Limited, since a table that has grown since it was planned for is else read whole.
    left join lateral (select w.id from messages w where w.id = r.id limit 1) m on true
  ), absent as (
    select e.element, row_number() over (order by (e.element).place) as nth from elements e where not (e.element).there
  )
  select array(select a.element from absent a where a.nth <= p_limit order by a.nth),
    (select (e.element).id from elements e where (e.element).place = v_count - 1),
    coalesce((select max((e.element).place) from elements e where (e.element).there), -1),
    greatest((select count(*) from absent) - p_limit, 0),
    (select e.element from elements e where (e.element).place = v_count - 1 and not (e.element).there and v_open)
    into v_plan.missing, v_plan.last_id, v_plan.last_there, v_plan.left_over, v_plan.held;
  return v_plan;
end
$$;
