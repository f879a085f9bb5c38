-- list_forgotten_servers() → ids of servers that have running streams but do not stand in servers any more
-- Does: finds those whose streams nobody would settle otherwise.
-- Errors: none.
-- Runs as: duck_writer; takes no lock.
-- Example: select * from list_forgotten_servers();
create or replace function list_forgotten_servers() returns setof uuid
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  select distinct server_id from message_streams
  where ended_at is null and not exists (select from servers where servers.id = message_streams.server_id)
$$;
