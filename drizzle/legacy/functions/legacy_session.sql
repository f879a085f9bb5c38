-- legacy_session(session_id) → its row of legacy_sessions, made when there was none
-- Does: gives what the move knows of a session.
-- Errors: none.
-- Runs as: caller, who holds the session.
-- Example: select legacy_session('s1');
create or replace function legacy_session(p_session_id text) returns legacy_sessions
language plpgsql volatile
as $$
declare
  v_session legacy_sessions;
begin
  select * into v_session from legacy_sessions where session_id = p_session_id;
  if not found then
    insert into legacy_sessions (session_id, id_ms)
      select c.id, greatest(0, least(281474976710655, floor(extract(epoch from coalesce(c.created_at, now())) * 1000)))
      from chat_sessions c where c.id = p_session_id
      returning * into v_session;
  end if;
  return v_session;
end
$$;
