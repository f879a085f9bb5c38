-- legacy_verify(session_id) → (ok, detail, elements, rows, digest)
-- Does: proves from one snapshot that a session's array is in its rows: nothing of it waits; every element is the row that
--   legacy_element_rows says, with its role, text, metadata and time, by a digest of both sides; the indexes are dense. A last
--   answer that is held back, and a value in quarantine, are where they belong. Where the old app has changed the array since, an
--   element may have another time or other fields than its row, which then has to stand for itself. The detail names the
--   first fault.
-- Errors: none.
-- Runs as: duck_writer; takes no lock.
-- Example: select * from legacy_verify('s1');
create or replace function legacy_verify(
  p_session_id text, out ok boolean, out detail text, out elements integer, out rows integer, out digest text
)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  set timezone = 'UTC' set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off
  set enable_mergejoin = off
as $$
declare
  v_array   jsonb;
  v_storage text;
  v_session legacy_sessions;
  v_held    legacy_versions;
  v_other   text;
  v_wrong   integer;
  v_changed boolean;
  v_restated integer := 0;
  v_highest integer;
begin
  select c.messages, c.storage into v_array, v_storage from chat_sessions c where c.id = p_session_id;
  select * into v_session from legacy_sessions s where s.session_id = p_session_id;
  select * into v_held from legacy_versions v where v.session_id = p_session_id and v.place is not null;
  select count(*), coalesce(max(m.message_index), -1) into rows, v_highest
    from messages m where m.session_id = p_session_id;
  elements := legacy_length(v_array);
  digest := md5('');
  if elements > 0 and v_session.session_id is not null then
    -- Changes of long arrays are not looked at one by one.
    v_changed := legacy_is_long(v_array) or exists (
      select from legacy_log l where l.session_id = p_session_id and l.step in ('edited', 'deleted', 'reordered', 'inserted', 'kept'));
    select md5(string_agg(case when e.stands then e.stored else e.said end, '' order by e.place)),
        md5(string_agg(e.stored, '' order by e.place)),
        min(e.place) filter (where e.said is distinct from e.stored and not e.stands),
        count(*) filter (where e.stands)
      into digest, v_other, v_wrong, v_restated
      from (
        select w.*, v_changed and w.said is distinct from w.stored and w.same
          and legacy_stands(p_session_id, v_session.id_ms, w.message) as stands
        from (
          select r.place, m.message, coalesce(m.role = r.role and m.content = r.content, false) as same,
            md5(concat_ws(e'\x1f', r.id, r.role, r.content,
              case when m.origin = 'legacy' then r.metadata end,
              case when m.origin = 'legacy' then r.created_at end)) as said,
            md5(concat_ws(e'\x1f', m.id, m.role, m.content,
              case when m.origin = 'legacy' then m.metadata end,
              case when m.origin = 'legacy' and r.created_at is not null then m.created_at end)) as stored
          from legacy_element_rows(p_session_id, v_session.id_ms, v_array, v_session.mirrored) r
          left join lateral (
            select w as message, w.* from messages w where w.id = r.id and w.session_id = p_session_id limit 1) m on true
          where r.id is distinct from v_held.row_id or m.id is not null
        ) w
      ) e;
  end if;
  detail := case
    when v_storage is null then 'no such session'
    when v_storage <> 'rows' and v_session.absorbed_at is null and v_array is not null and v_array <> '[]'
      then 'its array was never absorbed'
    when exists (select from legacy_versions v where v.session_id = p_session_id and v.place is null)
      then 'versions of its array wait for the worker'
    when coalesce(jsonb_typeof(v_array), 'null') not in ('array', 'null') and not exists (
      select from legacy_quarantine q where q.session_id = p_session_id and q.element = v_array)
      then 'its value is no array, and not in quarantine'
    when rows <> v_highest + 1 then format('%s rows, indexes up to %s', rows, v_highest)
    when digest is distinct from coalesce(v_other, digest) and not exists (
      select from legacy_quarantine q where q.session_id = p_session_id and q.element = v_array)
      then format('element %s is not its row', v_wrong)
  end;
  ok := detail is null;
  detail := coalesce(detail, 'proved'
    || case when v_restated > 0 then format(', with other times or fields of %s elements since', v_restated) else '' end);
end
$$;
