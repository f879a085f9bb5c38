-- replayed(row, session_id, id, stream_id, model, server_id) → the row, with its stream when one was asked for
-- Does: completes a row whose message is there already. A send that was answered before gives its stream whatever id is
--   asked for now; a message that was only appended is answered now. And it makes this transaction's commit wait until
--   all commits before it are durable, the message's own too: a replay is an ack.
-- Errors: none; status 'conflict' when the stream id is taken.
-- Runs as: caller, who holds the session's lock.
-- Example: select replayed(r, 's1', :id, null, null, null) from append_locked(…) r where r.status = 'replay';
create or replace function replayed(
  p_row appended, p_session_id text, p_id uuid, p_stream_id uuid, p_model text, p_server_id uuid
) returns appended
language plpgsql volatile
as $$
declare
  v_stream message_streams;
begin
  perform pg_current_xact_id();
  if p_stream_id is null then return p_row; end if;
  begin
    v_stream := open_locked(p_session_id, p_stream_id, p_id, null, p_model, p_server_id, 'head');
  exception when sqlstate 'QK409' or unique_violation then
    p_row.status := 'conflict';
    return p_row;
  end;
  p_row.stream_id := v_stream.id;
  p_row.stream_model := v_stream.model;
  p_row.stream_status := v_stream.status;
  p_row.stream_error_class := v_stream.error_class;
  p_row.stream_server_id := v_stream.server_id;
  p_row.stream_created_at := v_stream.created_at;
  p_row.stream_opened_at := v_stream.opened_at;
  p_row.stream_ended_at := v_stream.ended_at;
  return p_row;
end
$$;
