-- get_session_message_count(user, session_id) → integer
-- Does: gives the session's message count, by one descent of the unique index.
-- Errors: QK404 unless the session is there, live and the user's.
-- Runs as: duck_reader, after its own owner check; takes no lock.
-- Example: select get_session_message_count('local', 's1');
create or replace function get_session_message_count(p_user text, p_session_id text) returns integer
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  v_count integer;
begin
  select coalesce(
      (select m.message_index + 1 from messages m where m.session_id = c.id order by m.message_index desc limit 1), 0)
    into v_count
    from chat_sessions c where c.id = p_session_id and c.user_id = p_user and c.deleted_at is null;
  if not found then
    raise exception using errcode = 'QK404', message = 'session not found';
  end if;
  return v_count;
end
$$;
