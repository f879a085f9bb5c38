-- append_messages(users, session_ids, ids, roles, contents, metadata, parent_ids, has_parents, expected_message_counts,
--   stream_ids, models, server_id, wait_ms, id_wait_ms) → one row of type appended a given row
-- Does: append_batch with an answer for every row in full: 'known' becomes 'replay' (the same payload) with the row that is
--   there, or 'conflict'.
-- Errors: QK501; 55P03, 23505, 40001, 40P01, QK502 as append_batch: nothing of the batch was written.
-- Runs as: duck_writer; append_batch checks the owner.
-- Example: select * from append_messages('{local}', '{s1}', array[gen_random_uuid()], '{user}', '{Hello}', '{null}',
--   '{null}', '{f}', '{null}');
create or replace function append_messages(
  p_users text[], p_session_ids text[], p_ids uuid[], p_roles text[], p_contents text[], p_metadata jsonb[],
  p_parent_ids uuid[], p_has_parents boolean[], p_expected_message_counts integer[],
  p_stream_ids uuid[] default null, p_models text[] default null, p_server_id uuid default null,
  p_wait_ms integer default 0, p_id_wait_ms integer default 25
) returns setof appended
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  v_batch record;
  v_row   appended;
begin
  v_batch := append_batch(p_users, p_session_ids, p_ids, p_roles, p_contents, p_metadata, p_parent_ids, p_has_parents,
    p_expected_message_counts, p_stream_ids, p_models, p_server_id, p_wait_ms, p_id_wait_ms);
  for i in 1 .. cardinality(p_ids) loop
    v_row := null;
    v_row.status := v_batch.statuses[i];
    if v_row.status = 'known' then
      v_row := known_message(p_session_ids[i], p_ids[i], p_roles[i], p_contents[i], p_parent_ids[i],
        p_has_parents[i] is true, p_stream_ids[i], p_models[i], p_server_id);
    elsif v_row.status = 'new' then
      v_row.message_index := v_batch.message_indexes[i];
      v_row.metadata := coalesce(p_metadata[i], '{}');
      v_row.parent_id := v_batch.parent_ids[i];
      v_row.moves_head := true;
      v_row.origin := 'client';
      v_row.created_at := v_batch.created_at;
      v_row.updated_at := v_batch.created_at;
      if p_stream_ids[i] is not null then
        v_row.stream_id := p_stream_ids[i];
        v_row.stream_model := p_models[i];
        v_row.stream_status := 'queued';
        v_row.stream_server_id := p_server_id;
        v_row.stream_created_at := v_batch.created_at;
      end if;
    else
      v_row.message_count := v_batch.message_counts[i];
    end if;
    v_row.ord := i;
    v_row.waited_us := v_batch.waited_us;
    v_row.held_us := v_batch.held_us;
    return next v_row;
  end loop;
end
$$;
