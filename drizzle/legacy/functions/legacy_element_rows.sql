-- legacy_element_rows(session_id, id_ms, array, mirrored) → (place, id, role, content, metadata, created_at) an element
-- Does: says which row every element of an old app's array is. An element's identity is its id, role and content; the k-th equal
--   one of an array is another message. The row's id follows from session, identity and k, so that absorbing an array again
--   finds the rows that are there. With `mirrored` an element that is a row of ours is that row: by the id which it was
--   mirrored with, or, where an old app dropped that, by role and content. What the row cannot say stands in
--   `metadata.legacy`, so that the element can be made again: the rest of it, or all where role or content differ.
-- Errors: none.
-- Runs as: caller; takes no lock.
-- Example: select * from legacy_element_rows('s1', 1714557600000, '[{"role": "user", "content": "Hello"}]', false);
create or replace function legacy_element_rows(p_session_id text, p_id_ms bigint, p_array jsonb, p_mirrored boolean)
returns table (place integer, id uuid, role text, content text, metadata jsonb, created_at timestamptz)
language sql stable rows 100
set timezone = 'UTC' set plan_cache_mode = force_generic_plan set enable_seqscan = off
set enable_hashjoin = off set enable_mergejoin = off
as $$
  with parts as (
    select (e.ord - 1)::integer as place, e.value as element, coalesce(e.value ->> 'role', '') as said_role,
      jsonb_typeof(e.value) as kind, coalesce(jsonb_typeof(e.value -> 'content'), '') as content_kind,
      case when jsonb_typeof(e.value -> 'id') in ('string', 'number') then e.value ->> 'id' else '' end as said_id
    from jsonb_array_elements(p_array) with ordinality e (value, ord)
    offset 0
  ), told as (
    select p.place, p.element, p.said_id, p.said_role, p.content_kind,
      case
        when p.said_role in ('user', 'assistant', 'system') then p.said_role
        when p.said_role = 'human' or p.kind = 'string' then 'user'
        else 'assistant'
      end as role,
      case
        when p.content_kind = 'string' then p.element ->> 'content'
        when p.kind = 'object' then legacy_content(p.element -> 'content')
        else legacy_content(p.element)
      end as content,
      p.content_kind = 'string' and p.said_role in ('user', 'assistant', 'system') as plain,
      md5(p_session_id || e'\x1f' || p.said_id || e'\x1f' || p.said_role || e'\x1f' || p.content_kind || e'\x1f'
        || coalesce(case when p.kind = 'object' then p.element ->> 'content' else p.element::text end, ''))::uuid
        as identity
    from parts p
    offset 0
  ), counted as (
    select t.*, row_number() over (partition by t.identity order by t.place) as nth from told t
  ), named as (
    select c.*, replace((case when c.nth = 1 then c.identity else md5(c.identity::text || e'\x1f' || c.nth)::uuid end)::text,
      '-', '') as hash
    from counted c
  ), own as (
    select n.*, coalesce(m.id, (lpad(to_hex(p_id_ms), 12, '0') || '7' || substr(n.hash, 1, 3) || 'a'
      || substr(n.hash, 4, 15))::uuid) as id, m.id is not null as mirror
    from named n
    left join messages m on p_mirrored and n.nth = 1
      and m.id = case when n.said_id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then n.said_id::uuid end
      and m.session_id = p_session_id and m.origin <> 'legacy' and m.role = n.role and m.content = n.content
  ), twins as (
    -- Rows of ours that this array has without their id.
    select o.place, m.id from (
      select o.place, o.role, o.content, row_number() over (partition by o.role, md5(o.content) order by o.place) as nth
      from own o
      where p_mirrored and not o.mirror and o.said_id = '' and not exists (select from messages m where m.id = o.id)) o
    join (
      select m.id, m.role, m.content,
        row_number() over (partition by m.role, md5(m.content) order by m.message_index) as nth
      from messages m
      where p_mirrored and m.session_id = p_session_id and m.origin <> 'legacy'
        and m.id <> all (array(select w.id from own w where w.mirror))) m
    on m.nth = o.nth and m.role = o.role and m.content = o.content
  )
  select o.place, coalesce(t.id, o.id), o.role, o.content,
    case
      when not o.plain then jsonb_build_object('legacy', o.element)
      when o.element - '{role,content}'::text[] = '{}' then '{}'
      else jsonb_build_object('legacy', o.element - '{role,content}'::text[])
    end || case
      when jsonb_typeof(o.element -> 'model') = 'string' then jsonb_build_object('model', left(o.element ->> 'model', 100))
      else '{}'
    end,
    legacy_time(o.element)
  from own o left join twins t on t.place = o.place
  order by o.place
$$;
