-- legacy_own_rows(session_id, id_ms, array) → (place, id, role, content, metadata, created_at, said_id) an element
-- Does: as legacy_element_rows, without regard to rows of ours that stand in the array; `said_id` is the element's own id, '' without
--   one.
-- Errors: none.
-- Runs as: caller; takes no lock.
-- Example: select * from legacy_own_rows('s1', 1714557600000, '[{"role": "user", "content": "Hello"}]');
create or replace function legacy_own_rows(p_session_id text, p_id_ms bigint, p_array jsonb)
returns table (
  place integer, id uuid, role text, content text, metadata jsonb, created_at timestamptz, said_id text
)
language plpgsql stable rows 100 set timezone = 'UTC'
as $$
#variable_conflict use_column
declare
  -- A UUID of version 7 but for its random bits, which are the hash's.
  v_prefix text := lpad(to_hex(p_id_ms), 12, '0') || '7';
begin
  return query
  with parts as (
    select (e.ord - 1)::integer as place, e.value as element, jsonb_typeof(e.value) as kind,
      coalesce(e.value ->> 'role', '') as said_role, coalesce(jsonb_typeof(e.value -> 'content'), '') as content_kind,
      e.value ->> 'content' as said,
      case when jsonb_typeof(e.value -> 'id') in ('string', 'number') then e.value ->> 'id' else '' end as said_id,
      coalesce(e.value ->> 'timestamp', e.value ->> 'createdAt', e.value ->> 'created_at', e.value ->> 'time') as time
    from jsonb_array_elements(p_array) with ordinality e (value, ord)
    offset 0
  ), told as (
    select p.*,
      case when p.content_kind = 'string' and p.said_role in ('user', 'assistant', 'system')
        then p.element - '{role,content}'::text[] end as rest,
      md5(concat(p_session_id, e'\x1f', p.said_id, e'\x1f', p.said_role, e'\x1f', p.content_kind, e'\x1f',
        case when p.kind = 'object' then p.said else p.element::text end)) collate "C" as hash
    from parts p
    offset 0
  ), counted as (
    select t.*, row_number() over (partition by t.hash order by t.place) as nth from told t
  )
  select c.place,
    overlay(overlay(case when c.nth = 1 then c.hash else md5(c.hash || e'\x1f' || c.nth) end
      placing v_prefix from 1) placing 'a' from 17)::uuid,
    case
      when c.said_role in ('user', 'assistant', 'system') then c.said_role
      when c.said_role = 'human' or c.kind = 'string' then 'user'
      else 'assistant'
    end,
    case
      when c.content_kind = 'string' then c.said
      when c.kind = 'object' then legacy_content(c.element -> 'content')
      else legacy_content(c.element)
    end,
    case
      when jsonb_typeof(c.element -> 'model') = 'string' then jsonb_build_object('model', left(c.element ->> 'model', 100),
        'legacy', coalesce(c.rest, c.element))
      when c.rest = '{}' then c.rest
      else jsonb_build_object('legacy', coalesce(c.rest, c.element))
    end,
    case
      when c.time like '____-__-__%' and length(c.time) <= 40 and pg_input_is_valid(c.time, 'timestamptz')
        then c.time::timestamptz
      when c.time ~ '^\d' then legacy_clock(c.time)
    end,
    c.said_id
  from counted c order by c.place;
end
$$;
