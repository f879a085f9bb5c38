-- known_message(session_id, id, role, content, parent_id, has_parent, stream_id, model, server_id) → a row of type appended
-- Does: answers an append whose message id is there already: 'replay' with the row when it is the same message, with its
--   stream when one was asked for, else 'conflict'. A send that was answered before gives its stream whatever id is
--   asked for now; a message that was only appended is answered now. And it makes this transaction's commit wait until
--   all commits before it are durable, the message's own too: a replay is an ack.
-- Errors: none.
-- Runs as: caller, who holds the session's lock and has checked its owner.
-- Example: select * from known_message('s1', :id, 'user', 'Hello', null, false, null, null, null);
create or replace function known_message(
  p_session_id text, p_id uuid, p_role text, p_content text, p_parent_id uuid, p_has_parent boolean,
  p_stream_id uuid, p_model text, p_server_id uuid
) returns appended
language plpgsql volatile
as $$
declare
  v_row    appended;
  v_stream message_streams;
begin
  select m.message_index, m.metadata, m.parent_id, m.moves_head, m.origin, m.finish_reason, m.created_at, m.updated_at
    into v_row.message_index, v_row.metadata, v_row.parent_id, v_row.moves_head, v_row.origin,
      v_row.finish_reason, v_row.created_at, v_row.updated_at
    from messages m
    where m.id = p_id and m.session_id = p_session_id and m.role = p_role and m.content = p_content
      and m.origin = 'client' and (not p_has_parent or m.parent_id is not distinct from p_parent_id);
  if not found then
    v_row.status := 'conflict';
    return v_row;
  end if;
  perform pg_current_xact_id();
  v_row.status := 'replay';
  if p_stream_id is null then return v_row; end if;
  begin
    v_stream := open_locked(p_session_id, p_stream_id, p_id, null, p_model, p_server_id, 'head');
  exception when sqlstate 'QK409' or unique_violation then
    v_row.status := 'conflict';
    return v_row;
  end;
  v_row.stream_id := v_stream.id;
  v_row.stream_model := v_stream.model;
  v_row.stream_status := v_stream.status;
  v_row.stream_error_class := v_stream.error_class;
  v_row.stream_server_id := v_stream.server_id;
  v_row.stream_created_at := v_stream.created_at;
  v_row.stream_opened_at := v_stream.opened_at;
  v_row.stream_ended_at := v_stream.ended_at;
  return v_row;
end
$$;
