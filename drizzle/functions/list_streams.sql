-- list_streams(user, session_id) → rows of message_streams, oldest first
-- Does: gives the session's streams that have no row: running ones and those that ended without text.
-- Errors: QK404 unless the session is there, live and the user's.
-- Runs as: duck_reader, after its own owner check; takes no lock.
-- Example: select * from list_streams('local', 's1');
create or replace function list_streams(p_user text, p_session_id text) returns setof message_streams
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  perform get_session_state(p_user, p_session_id);
  return query
    select s.* from message_streams s
    where s.session_id = p_session_id and not exists (select from messages m where m.id = s.id)
    order by s.created_at, s.id;
end
$$;
