-- start_stream(server_id, stream_id) → true when the queued stream is now open
-- False when it is no longer queued, not this server's, or another answer of the session is open.
-- Example: select start_stream(:server, :stream);
create or replace function start_stream(p_server_id uuid, p_stream_id uuid) returns boolean
language plpgsql volatile
as $$
begin
  update message_streams set status = 'open', opened_at = now()
    where id = p_stream_id and server_id = p_server_id and status = 'queued';
  return found;
exception when unique_violation then
  return false;
end
$$;
