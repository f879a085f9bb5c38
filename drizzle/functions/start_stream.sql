-- start_stream(server_id, stream_id) → 'open', 'busy' or 'gone'
-- Turns a queued stream into an open one. Busy: another answer of its session is open, ask again later. Gone: it is
-- no longer queued, or not this server's.
-- Example: select start_stream(:server, :stream);
create or replace function start_stream(p_server_id uuid, p_stream_id uuid) returns text
language plpgsql volatile
as $$
begin
  update message_streams set status = 'open', opened_at = now()
    where id = p_stream_id and server_id = p_server_id and status = 'queued';
  return case when found then 'open' else 'gone' end;
exception when unique_violation then
  return 'busy';
end
$$;
