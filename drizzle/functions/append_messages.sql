-- append_messages(users, session_ids, ids, roles, contents, metadata, parent_ids, has_parents, expected_message_counts,
--   stream_ids, models, server_id, wait_ms) → one row of type appended a given row
-- Does: appends each row at the end of its session, at most once per id; a row with a stream id is a user's message whose
--   answer is asked for in the same commit. Every row gets a status and none fails its neighbours: those of
--   append_locked, 'not-found' (no such session of this user) and 'busy' (someone holds the session: run it singly).
--   With wait_ms 0 it waits for no session, and for an id that is being taken 200 ms; above, for the sessions' rows and
--   then their locks, each at most that long.
-- Errors: QK501; 55P03 waited in vain; 23505, 40001, 40P01, QK502: nothing of the batch was written, run it singly.
-- Runs as: duck_writer, after its own owner check; pins the sessions' rows, then takes their locks.
-- Example: select * from append_messages('{local}', '{s1}', array[gen_random_uuid()], '{user}', '{Hello}', '{null}',
--   '{null}', '{f}', '{null}');
create or replace function append_messages(
  p_users text[], p_session_ids text[], p_ids uuid[], p_roles text[], p_contents text[], p_metadata jsonb[],
  p_parent_ids uuid[], p_has_parents boolean[], p_expected_message_counts integer[],
  p_stream_ids uuid[] default null, p_models text[] default null, p_server_id uuid default null,
  p_wait_ms integer default 0
) returns setof appended
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  -- Tables may have grown since a plan was made, and planning costs more than any of these statements.
  set plan_cache_mode = force_generic_plan set enable_seqscan = off
as $$
declare
  v_began    timestamptz := clock_timestamp();
  v_locked   timestamptz;
  v_owners   text[];
  v_held     text[];
  v_left_out boolean[];
  v_row      appended;
begin
  -- A batch waits for no session, but it may meet an id that another transaction is about to take.
  perform begin_write(greatest(p_wait_ms, 200));
  -- The sessions that are live and whose rows could be pinned, then those whose lock was obtained.
  if p_wait_ms > 0 then
    select array_agg(s.user_id), array_agg(s.id) into v_owners, v_held from (
      select c.user_id, c.id from chat_sessions c
      where c.id = any (p_session_ids) and c.deleted_at is null for key share) s;
    perform pg_advisory_xact_lock(key)
      from (select distinct session_lock_key(id) as key from unnest(v_held) id order by key) keys;
  else
    select array_agg(s.user_id), array_agg(s.id) into v_owners, v_held from (
      select c.user_id, c.id from chat_sessions c
      where c.id = any (p_session_ids) and c.deleted_at is null for key share skip locked) s;
    select array_agg(h.owner), array_agg(h.id) into v_owners, v_held
      from unnest(v_owners, v_held) as h (owner, id) where pg_try_advisory_xact_lock(session_lock_key(h.id));
  end if;
  v_locked := clock_timestamp();

  select array_agg(h.id is null order by g.ord) into v_left_out
    from unnest(p_users, p_session_ids) with ordinality as g (owner, id, ord)
    left join unnest(v_owners, v_held) as h (owner, id) on h.id = g.id and h.owner = g.owner;

  for v_row in
    select * from append_locked(p_session_ids, p_ids, p_roles, p_contents, p_metadata, p_parent_ids,
      p_has_parents, p_expected_message_counts, p_stream_ids, p_models, p_server_id, 'client', null, true,
      v_left_out)
  loop
    if v_row.status = 'replay' then
      v_row := replayed(v_row, p_session_ids[v_row.ord], p_ids[v_row.ord], p_stream_ids[v_row.ord],
        p_models[v_row.ord], p_server_id);
    end if;
    v_row.waited_us := extract(epoch from v_locked - v_began) * 1000000;
    v_row.held_us := extract(epoch from clock_timestamp() - v_locked) * 1000000;
    return next v_row;
  end loop;

  if not true = any (v_left_out) then return; end if;
  v_row := null;
  for v_row.ord, v_row.status in
    select g.ord::integer, case when exists (
        select from chat_sessions c where c.id = g.id and c.user_id = g.owner and c.deleted_at is null)
      then 'busy' else 'not-found' end
    from unnest(p_users, p_session_ids) with ordinality as g (owner, id, ord) where v_left_out[g.ord]
  loop
    return next v_row;
  end loop;
end
$$;
