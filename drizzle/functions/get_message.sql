-- get_message(user, message_id) → the row of messages, or none
-- Does: finds one message of the user's by its id, whatever its session; none in a deleted session.
-- Errors: none.
-- Runs as: duck_reader, after its own owner check; takes no lock.
-- Example: select * from get_message('local', :message);
create or replace function get_message(p_user text, p_message_id uuid) returns setof messages
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  select m.* from messages m join chat_sessions s on s.id = m.session_id
  where m.id = p_message_id and s.user_id = p_user and s.deleted_at is null
$$;
