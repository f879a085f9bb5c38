-- get_session_message_count(user, session_id) → integer; QK404 unless the session is there and the user's
-- Example: select get_session_message_count('local', 's1');
create or replace function get_session_message_count(p_user text, p_session_id text) returns integer
language sql stable
as $$
  select message_count from get_session_state(p_user, p_session_id)
$$;
