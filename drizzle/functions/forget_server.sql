-- forget_server(server_id) → true when it is out of the list
-- Does: takes a server that is gone, and has no running stream left, out of the list of those that beat.
-- Errors: none.
-- Runs as: duck_writer; locks the server's row.
-- Example: select forget_server(:server);
create or replace function forget_server(p_server_id uuid) returns boolean
language sql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
  delete from servers where id = p_server_id and not exists (
    select from message_streams where server_id = p_server_id and ended_at is null);
  select not exists (select from servers where id = p_server_id)
$$;
