-- append_batch(users, session_ids, ids, roles, contents, metadata, parent_ids, has_parents, expected_message_counts,
--   stream_ids, models, server_id, wait_ms, id_wait_ms)
--   → one row: (statuses, message_counts, message_indexes, parent_ids, created_at, waited_us, held_us)
-- Does: appends each row at the end of its session, at most once per id; a row with a stream id is a user's message whose
--   answer is asked for in the same commit. Every row gets a status, those of append_locked, and none fails its
--   neighbours; new rows get their message index and parent. An array that says nothing may be null. With wait_ms 0
--   it waits for no session; above, for the sessions' rows and then their locks, each at most that long. For an id that
--   another transaction is about to take it waits id_wait_ms, since the sessions' other writers wait meanwhile.
-- Errors: QK501; 55P03 waited in vain; 23505, 40001, 40P01, QK502: nothing of the batch was written, run it singly.
-- Runs as: duck_writer, after its own owner check; pins the sessions' rows, then takes their locks.
-- Example: select * from append_batch('{local}', '{s1}', array[gen_random_uuid()], '{user}', '{Hello}');
create or replace function append_batch(
  p_users text[], p_session_ids text[], p_ids uuid[], p_roles text[], p_contents text[], p_metadata jsonb[] default null,
  p_parent_ids uuid[] default null, p_has_parents boolean[] default null,
  p_expected_message_counts integer[] default null,
  p_stream_ids uuid[] default null, p_models text[] default null, p_server_id uuid default null,
  p_wait_ms integer default 0, p_id_wait_ms integer default 25,
  out statuses text[], out message_counts integer[], out message_indexes integer[], out parent_ids uuid[],
  out created_at timestamptz, out waited_us integer, out held_us integer
)
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  -- Tables may have grown since a plan was made, and planning costs more than any of these statements.
  set plan_cache_mode = force_generic_plan set enable_seqscan = off
as $$
declare
  v_began  timestamptz := clock_timestamp();
  v_locked timestamptz;
  v_owners text[];
  v_held   text[];
  v_result record;
begin
  perform begin_write(case when p_wait_ms > 0 then p_wait_ms else p_id_wait_ms end);
  select h.owners, h.held into v_owners, v_held from hold_sessions(p_session_ids, p_wait_ms > 0, false) h;
  if p_wait_ms > 0 then
    perform set_config('lock_timeout', greatest(p_id_wait_ms, 1)::text, true);
  end if;
  v_locked := clock_timestamp();
  v_result := append_locked(v_owners, v_held, p_users, p_session_ids, p_ids, p_roles, p_contents, p_metadata,
    p_parent_ids, p_has_parents, p_expected_message_counts, p_stream_ids, p_models, p_server_id, 'client', null, true);
  statuses := v_result.statuses;
  message_counts := v_result.message_counts;
  message_indexes := v_result.message_indexes;
  parent_ids := v_result.parent_ids;
  created_at := now();
  waited_us := extract(epoch from v_locked - v_began) * 1000000;
  held_us := extract(epoch from clock_timestamp() - v_locked) * 1000000;
end
$$;
