-- finalize_stream(server_id, stream_id, status, finish_reason, content, metadata, error_class)
--   → (result, message_index, message_count, head_id)
-- Does: ends this server's stream: 'ended' now, 'replay' when this very end was committed before, 'fenced' when the stream
--   was settled by someone else or is not this server's: nothing was written. message_index is null without a row.
--   Works on a hidden (deleted) session too, so that a restored one has its answer.
-- Errors: QK501; 55P03 when the session is held for 250 ms, or what an old app left in it has still to become rows: others
--   wait behind this one, so it is to be tried again.
-- Runs as: duck_writer, for the server that owns the stream; pins the session's row, takes its lock.
-- Example: select * from finalize_stream(:server, :stream, 'finalized', 'completed', 'Hello', '{}', null);
create or replace function finalize_stream(
  p_server_id uuid, p_stream_id uuid, p_status text, p_finish_reason text, p_content text, p_metadata jsonb,
  p_error_class text
) returns table (result text, message_index integer, message_count integer, head_id uuid)
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
#variable_conflict use_column
declare
  v_stream message_streams;
  v_index  integer;
  v_held   text[];
begin
  perform begin_write(250);
  select * into v_stream from message_streams where id = p_stream_id;
  if not found then
    return query select 'fenced', null::integer, 0, null::uuid;
    return;
  end if;
  v_held := (hold_sessions(array[v_stream.session_id], true, true)).held;
  if v_held is null and exists (select from chat_sessions where id = v_stream.session_id) then
    raise exception using errcode = '55P03', message = 'the session waits for its history';
  end if;

  select * into v_stream from message_streams where id = p_stream_id for update;
  if v_stream.ended_at is null and v_stream.server_id = p_server_id then
    v_index := end_locked(v_stream, p_status, p_finish_reason, p_content, p_metadata, p_error_class);
    result := 'ended';
  else
    select m.message_index into v_index from messages m where m.id = p_stream_id and m.origin = 'stream';
    result := case
      when v_stream.server_id = p_server_id and v_stream.status = p_status then 'replay' else 'fenced' end;
    -- A replay is an ack too: the commit it repeats must be durable before.
    perform pg_current_xact_id();
  end if;
  return query select result, v_index, t.message_count, t.head_id from session_tail(v_stream.session_id) t;
end
$$;
