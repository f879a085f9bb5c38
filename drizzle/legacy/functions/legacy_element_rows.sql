-- legacy_element_rows(session_id, id_ms, array, mirrored) → (place, id, role, content, metadata, created_at) an element
-- Does: says which row every element of an old app's array is. An element's identity is its id, role and content; the k-th equal
--   one of an array is another message. The row's id follows from session, identity and k, so that absorbing an array again
--   finds the rows that are there. With `mirrored` an element that is a row of ours is that row: by the id which it was
--   mirrored with, or, where an old app dropped that, by role and content. Its time is that of `timestamp`, `createdAt`,
--   `created_at` or `time`: ISO 8601, UTC without a zone, or a number of seconds or milliseconds; null where there is
--   none. What the row cannot say stands in `metadata.legacy`, so that the element can be made again: the rest of it, or
--   all where role or content differ.
-- Errors: none.
-- Runs as: caller; takes no lock.
-- Example: select * from legacy_element_rows('s1', 1714557600000, '[{"role": "user", "content": "Hello"}]', false);
create or replace function legacy_element_rows(p_session_id text, p_id_ms bigint, p_array jsonb, p_mirrored boolean)
returns table (place integer, id uuid, role text, content text, metadata jsonb, created_at timestamptz)
language plpgsql stable rows 100
as $$
#variable_conflict use_column
begin
  if not p_mirrored then
    return query select r.place, r.id, r.role, r.content, r.metadata, r.created_at
      from legacy_own_rows(p_session_id, p_id_ms, p_array) r;
    return;
  end if;
  return query
  with own as materialized (
    select r.place, coalesce(m.id, r.id) as id, m.id is not null as mirror, r.role, r.content, r.metadata, r.created_at,
      r.said_id
    from (
      select r.*, row_number() over (partition by r.said_id, r.role, md5(r.content) order by r.place) as nth
      from legacy_own_rows(p_session_id, p_id_ms, p_array) r) r
    left join lateral (
      select m.id from messages m
      where r.nth = 1 and r.said_id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
        and m.id = case when length(r.said_id) = 36 then r.said_id::uuid end
        and m.session_id = p_session_id and m.origin <> 'legacy' and m.role = r.role and m.content = r.content
      limit 1) m on true
  ), twins as (
    -- Rows of ours that this array has without their id.
    select o.place, m.id from (
      select o.place, o.role, o.content, row_number() over (partition by o.role, md5(o.content) order by o.place) as nth
      from own o
      where not o.mirror and o.said_id = '' and not exists (select from messages m where m.id = o.id)) o
    join (
      select m.id, m.role, m.content,
        row_number() over (partition by m.role, md5(m.content) order by m.message_index) as nth
      from messages m
      where m.session_id = p_session_id and m.origin <> 'legacy'
        and m.id <> all (array(select w.id from own w where w.mirror))) m
    on m.nth = o.nth and m.role = o.role and m.content = o.content
  )
  select o.place, coalesce(t.id, o.id), o.role, o.content, o.metadata, o.created_at
  from own o left join twins t on t.place = o.place
  order by o.place;
end
$$;
