-- append_message(user, session_id, id, role, content, metadata, parent_id, has_parent, expected_message_count)
-- Appends one client's message at the end of the session, once. `has_parent` false means "follow the head".
-- Gives the row's columns that the caller does not know yet, and 'new' or 'replay'.
-- QK404 no such session of this user · QK409 id taken · QK412 other count (in detail) · QK400 bad parent.
-- Example: select * from append_message('local', 's1', gen_random_uuid(), 'user', 'Hello');
create or replace function append_message(
  p_user text, p_session_id text, p_id uuid, p_role text, p_content text, p_metadata jsonb default '{}',
  p_parent_id uuid default null, p_has_parent boolean default false,
  p_expected_message_count integer default null
) returns table (
  result text, message_index integer, metadata jsonb, parent_id uuid, moves_head boolean,
  origin text, finish_reason text, created_at timestamptz, updated_at timestamptz
)
language plpgsql volatile
set lock_timeout = '2s'
as $$
begin
  perform lock_session(p_user, p_session_id);
  return query select * from append_locked(p_session_id, p_id, p_role, p_content, p_metadata,
    p_parent_id, p_has_parent, p_expected_message_count, 'client', null, null);
end
$$;
