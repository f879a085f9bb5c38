-- append_message(user, session_id, id, role, content, metadata, parent_id, has_parent, expected_message_count)
--   → the row's columns that the caller does not know, and 'new' or 'replay'
-- Does: appends one message at the end of the session, once; `has_parent` false means "follow the head". A batch of one.
-- Errors: QK404 no such session of this user; QK409 the id is taken; QK412 another message count (the detail is the
--   actual one); QK400 the parent is not in the session; QK501; 55P03 after 2 s behind others, or when what an old
--   app left in the session has still to become rows.
-- Runs as: duck_writer, after its own owner check; waits for the session's lock.
-- Example: select * from append_message('local', 's1', gen_random_uuid(), 'user', 'Hello');
create or replace function append_message(
  p_user text, p_session_id text, p_id uuid, p_role text, p_content text, p_metadata jsonb default '{}',
  p_parent_id uuid default null, p_has_parent boolean default false,
  p_expected_message_count integer default null
) returns table (
  result text, message_index integer, metadata jsonb, parent_id uuid, moves_head boolean,
  origin text, finish_reason text, created_at timestamptz, updated_at timestamptz
)
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  v_row appended;
begin
  v_row := append_messages(array[p_user], array[p_session_id], array[p_id], array[p_role], array[p_content],
    array[p_metadata], array[p_parent_id], array[p_has_parent], array[p_expected_message_count],
    p_wait_ms => 2000, p_id_wait_ms => 2000);
  case v_row.status
    when 'new', 'replay' then null;
    when 'not-found' then
      raise exception using errcode = 'QK404', message = 'session not found';
    when 'conflict' then
      raise exception using errcode = 'QK409', message = 'message id is taken';
    when 'count' then
      raise exception using errcode = 'QK412', message = 'message count differs', detail = v_row.message_count;
    when 'busy' then
      raise exception using errcode = '55P03', message = 'the session waits for its history';
    when 'parent' then
      raise exception using errcode = 'QK400', message = 'parent is not in this session', column = 'parentId';
  end case;
  return query select v_row.status, v_row.message_index, v_row.metadata, v_row.parent_id, v_row.moves_head,
    v_row.origin, v_row.finish_reason, v_row.created_at, v_row.updated_at;
end
$$;
