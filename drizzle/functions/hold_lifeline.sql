-- hold_lifeline(server_id) → nothing
-- Does: takes the server's lifeline, a lock of this connection: as long as it stands, the server's process is there, even
--   when it is stopped and cannot beat. A machine that is gone is found out by keepalives, within 6 s.
-- Errors: none.
-- Runs as: duck_writer, on a connection of the server's own, not through a pooler; takes the lifeline, shared.
-- Example: select hold_lifeline(:server);
create or replace function hold_lifeline(p_server_id uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  perform set_config('tcp_keepalives_idle', '2', false), set_config('tcp_keepalives_interval', '1', false),
    set_config('tcp_keepalives_count', '4', false);
  perform pg_advisory_lock_shared(server_lock_key(p_server_id));
end
$$;
