-- hold_sessions(session_ids, wait, hidden) → (owners, held)
-- Does: what every writer of messages begins with: pins the sessions' rows against deletion, then takes their advisory locks,
--   until the transaction ends. A statement of its own, so that the statements after it read what the last holder
--   committed. Without `wait` it waits for none, and gives those it obtained; deleted ones only with `hidden`. In a database
--   that was adopted, legacy/functions/hold_sessions.sql stands in its place.
-- Errors: 55P03 after waiting as long as begin_write said.
-- Runs as: caller; takes the rows, then the advisory locks, as every writer does.
-- Example: select * from hold_sessions('{s1}', true, false);
create or replace function hold_sessions(
  p_session_ids text[], p_wait boolean, p_hidden boolean, out owners text[], out held text[]
)
language plpgsql volatile
as $$
begin
  if p_wait then
    select array_agg(s.user_id), array_agg(s.id) into owners, held from (
      select c.user_id, c.id from chat_sessions c
      where c.id = any (p_session_ids) and (p_hidden or c.deleted_at is null) for key share) s;
    perform pg_advisory_xact_lock(key)
      from (select distinct session_lock_key(id) as key from unnest(held) id order by key) keys;
  else
    -- A row that is locked is never tried for its lock: the query inside comes first.
    select array_agg(s.user_id), array_agg(s.id) into owners, held from (
      select c.user_id, c.id from chat_sessions c
      where c.id = any (p_session_ids) and (p_hidden or c.deleted_at is null) for key share skip locked) s
      where pg_try_advisory_xact_lock(session_lock_key(s.id));
  end if;
end
$$;
