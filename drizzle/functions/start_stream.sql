-- start_stream(server_id, stream_id) → 'open', 'busy' or 'gone'
-- Does: turns a queued stream into an open one. Busy: another answer of its session is open, ask again later. Gone: it is
--   no longer queued, or not this server's.
-- Errors: QK501; 55P03 after 2 s behind someone who holds the stream's row.
-- Runs as: duck_writer, for the server that owns the stream; locks the stream's row.
-- Example: select start_stream(:server, :stream);
create or replace function start_stream(p_server_id uuid, p_stream_id uuid) returns text
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  perform begin_write(2000);
  update message_streams set status = 'open', opened_at = now()
    where id = p_stream_id and server_id = p_server_id and status = 'queued';
  return case when found then 'open' else 'gone' end;
exception when unique_violation then
  return 'busy';
end
$$;
