-- list_users_streams(users) → (stream, user_id), the running streams of all of them, oldest first
-- Does: gives what is queued or open of the users named; those of deleted sessions are left out.
-- Errors: none.
-- Runs as: duck_reader, after its own owner check; takes no lock.
-- Example: select (stream).id from list_users_streams('{local}');
create or replace function list_users_streams(p_users text[])
returns table (stream message_streams, user_id text)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  select s, c.user_id from message_streams s join chat_sessions c on c.id = s.session_id
  where s.ended_at is null and c.user_id = any (p_users) and c.deleted_at is null
  order by s.created_at, s.id
$$;
