-- list_server_streams(server_id) → (stream, user_id), the server's running streams, oldest first
-- Does: tells a server what the database holds it to: streams that it lost sight of, and those whose end was asked for.
--   Those of deleted sessions are among them.
-- Errors: none.
-- Runs as: duck_writer, for the server itself; takes no lock.
-- Example: select (stream).id, user_id from list_server_streams(:server);
create or replace function list_server_streams(p_server_id uuid)
returns table (stream message_streams, user_id text)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  select s, c.user_id from message_streams s join chat_sessions c on c.id = s.session_id
  where s.server_id = p_server_id and s.ended_at is null
  order by s.created_at, s.id
$$;
