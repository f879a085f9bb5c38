-- is_server_connected(server_id) → whether the server's lifeline stands
-- Does: tells a server that is stopped, or slow, from one that is gone. A server without a direct connection has none.
-- Errors: none.
-- Runs as: duck_writer; tries the lifeline for the time of the call.
-- Example: select is_server_connected(:server);
create or replace function is_server_connected(p_server_id uuid) returns boolean
language sql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
  select not pg_try_advisory_xact_lock(server_lock_key(p_server_id))
$$;
