-- list_running_streams(user) → rows of message_streams, oldest first
-- Does: gives all running streams of the user, those of deleted sessions left out.
-- Errors: none.
-- Runs as: duck_reader, after its own owner check; takes no lock.
-- Example: select * from list_running_streams('local');
create or replace function list_running_streams(p_user text) returns setof message_streams
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  select s.* from message_streams s join chat_sessions c on c.id = s.session_id
  where s.ended_at is null and c.user_id = p_user and c.deleted_at is null
  order by s.created_at, s.id
$$;
