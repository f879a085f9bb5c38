-- session_lock_key(session_id) → bigint
-- Does: names the advisory lock that serializes the writers of one session; every writer takes it through this function.
--   Two sessions that hash alike only wait for each other.
-- Errors: none.
-- Runs as: caller; takes no lock.
-- Example: select pg_advisory_xact_lock(session_lock_key('s1'));
create or replace function session_lock_key(p_session_id text) returns bigint
language sql immutable strict parallel safe
as $$
  select hashtextextended(p_session_id, 4815162342)
$$;
