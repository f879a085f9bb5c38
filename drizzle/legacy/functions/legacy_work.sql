-- legacy_work(ms, settle_ms) → (versions, messages, settled, waiting)
-- Does: one transaction of the worker: takes the oldest version that waits, of a session for which an append waits if there is
--   one, and makes at most 2,000 rows of it; goes on with others for `ms` milliseconds. Then makes rows of last answers that have
--   not changed for `settle_ms`. `waiting` is what could be done at once; 0 when there is nothing.
-- Errors: none of its own.
-- Runs as: duck_writer; takes the sessions' rows and locks, without waiting.
-- Example: select * from legacy_work(200, 10000);
create or replace function legacy_work(
  p_ms integer default 200, p_settle_ms integer default 10000,
  out versions integer, out messages integer, out settled integer, out waiting integer
)
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  set timezone = 'UTC' set plan_cache_mode = force_generic_plan set enable_seqscan = off
  set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  v_began timestamptz := clock_timestamp();
  v_calm  timestamptz := clock_timestamp() - p_settle_ms * interval '1 ms';
  v_next  record;
  v_made  integer;
begin
  perform begin_write(100);
  versions := 0;
  messages := 0;
  settled := 0;
  for v_next in
    select l.session_id, (
        select min(v.id) from legacy_versions v where v.session_id = l.session_id and v.place is null) as version_id
    from legacy_sessions l where l.front
    union all
    select v.session_id, min(v.id) from legacy_versions v where v.place is null group by v.session_id
    limit 100
  loop
    exit when messages > 0 and (messages >= 1000 or clock_timestamp() - v_began > p_ms * interval '0.5 ms');
    -- To look at a long array takes long, with the sessions held that were taken before.
    exit when versions > 0 and exists (
      select from legacy_versions v where v.id = v_next.version_id and legacy_length(v.elements) > 2000);
    if v_next.version_id is null then
      v_made := legacy_work_front(v_next.session_id);
    else
      v_made := legacy_work_version(v_next.version_id, 2000);
    end if;
    continue when v_made is null;
    versions := versions + 1;
    messages := messages + v_made;
    exit when clock_timestamp() - v_began > p_ms * interval '0.5 ms';
  end loop;
  for v_next in
    select v.session_id from legacy_versions v where v.place is not null and v.changed_at <= v_calm
      and not exists (select from legacy_versions w where w.session_id = v.session_id and w.place is null)
    order by v.changed_at limit 500
  loop
    exit when clock_timestamp() - v_began > p_ms * interval '1 ms';
    perform 1 from chat_sessions where id = v_next.session_id for no key update skip locked;
    continue when not found or not pg_try_advisory_xact_lock(session_lock_key(v_next.session_id));
    -- It may have grown since.
    perform 1 from legacy_versions v
      where v.session_id = v_next.session_id and v.place is not null and v.changed_at <= v_calm;
    continue when not found or not legacy_settle_locked(v_next.session_id);
    settled := settled + 1;
  end loop;
  select count(*) into waiting from (
    select v.id from legacy_versions v where v.place is null or v.changed_at <= v_calm
    union all select 0 from legacy_sessions l where l.front) w;
end
$$;
