-- server_lock_key(server_id) → bigint
-- Does: names the advisory lock that a server holds, shared, for as long as it is connected: its lifeline.
-- Errors: none.
-- Runs as: caller; takes no lock.
-- Example: select pg_advisory_lock_shared(server_lock_key(:server));
create or replace function server_lock_key(p_server_id uuid) returns bigint
language sql immutable strict parallel safe
as $$
  select hashtextextended(p_server_id::text, 1999)
$$;
