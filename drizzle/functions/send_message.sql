-- send_message(user, session_id, id, content, metadata, parent_id, has_parent, expected_message_count,
--   stream_id, model, server_id) → the user's row (as append_message) and the queued stream of its answer
-- Both or neither are committed. Sent again with the same message id, it gives the same row and the same stream.
-- QK404, QK409, QK412, QK400 as append_message and open_stream.
-- Example: select * from send_message('local', 's1', :id, 'Hello', '{}', null, false, null, :stream, 'duck/duck', :server);
create or replace function send_message(
  p_user text, p_session_id text, p_id uuid, p_content text, p_metadata jsonb,
  p_parent_id uuid, p_has_parent boolean, p_expected_message_count integer,
  p_stream_id uuid, p_model text, p_server_id uuid
) returns table (
  result text, message_index integer, metadata jsonb, parent_id uuid, moves_head boolean,
  origin text, finish_reason text, created_at timestamptz, updated_at timestamptz,
  stream_id uuid, stream_model text, stream_status text, stream_error_class text, stream_server_id uuid,
  stream_created_at timestamptz, stream_opened_at timestamptz, stream_ended_at timestamptz
)
language plpgsql volatile
set lock_timeout = '2s'
as $$
declare
  v_message record;
  v_stream  message_streams;
begin
  perform lock_session(p_user, p_session_id);
  select * into v_message from append_locked(p_session_id, p_id, 'user', p_content, p_metadata,
    p_parent_id, p_has_parent, p_expected_message_count, 'client', null, null);
  select * into v_stream
    from open_locked(p_session_id, p_stream_id, p_id, null, p_model, p_server_id, 'head');
  return query select v_message.result, v_message.message_index, v_message.metadata, v_message.parent_id,
    v_message.moves_head, v_message.origin, v_message.finish_reason, v_message.created_at,
    v_message.updated_at, v_stream.id, v_stream.model, v_stream.status, v_stream.error_class,
    v_stream.server_id, v_stream.created_at, v_stream.opened_at, v_stream.ended_at;
end
$$;
