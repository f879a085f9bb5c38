-- get_stream(user, stream_id) → the row of message_streams, or none
-- Does: finds one stream of the user's by its id; none in a deleted session.
-- Errors: none.
-- Runs as: duck_reader, after its own owner check; takes no lock.
-- Example: select status from get_stream('local', :stream);
create or replace function get_stream(p_user text, p_stream_id uuid) returns setof message_streams
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  select s.* from message_streams s join chat_sessions c on c.id = s.session_id
  where s.id = p_stream_id and c.user_id = p_user and c.deleted_at is null
$$;
