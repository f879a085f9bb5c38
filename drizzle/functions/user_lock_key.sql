-- user_lock_key(user) → bigint
-- Does: names the advisory lock under which a user's answers take their places among those that run.
-- Errors: none.
-- Runs as: caller; takes no lock.
-- Example: select pg_advisory_xact_lock(user_lock_key('local'));
create or replace function user_lock_key(p_user text) returns bigint
language sql immutable strict parallel safe
as $$
  select hashtextextended(p_user, 2342)
$$;
