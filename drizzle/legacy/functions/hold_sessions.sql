-- hold_sessions(session_ids, wait, hidden) → (owners, held)
-- Does: as functions/hold_sessions.sql, in a database that was adopted. While an array is kept every writer locks the session's
--   row as an old app does, before the advisory lock: the other way round the two would deadlock. And history comes first: what
--   an old app left in the session becomes rows before anything is appended. Without `wait`, and where that is more than
--   500 elements or 1 MB, or others of the batch took 20 ms already, the session is not held; with it the worker then takes it before
--   all others.
-- Errors: 55P03 after waiting as long as begin_write said.
-- Runs as: caller; takes the rows, then the advisory locks, as every writer does.
-- Example: select * from hold_sessions('{s1}', true, false);
create or replace function hold_sessions(
  p_session_ids text[], p_wait boolean, p_hidden boolean, out owners text[], out held text[]
)
language plpgsql volatile
as $$
declare
  v_waiting text[];
  v_id      text;
  v_began   timestamptz;
begin
  if p_wait then
    select array_agg(s.user_id), array_agg(s.id) into owners, held from (
      select c.user_id, c.id from chat_sessions c
      where c.id = any (p_session_ids) and (p_hidden or c.deleted_at is null)
      order by c.id for no key update) s;
    perform pg_advisory_xact_lock(key)
      from (select distinct session_lock_key(id) as key from unnest(held) id order by key) keys;
  else
    select array_agg(s.user_id), array_agg(s.id) into owners, held from (
      select c.user_id, c.id from chat_sessions c
      where c.id = any (p_session_ids) and (p_hidden or c.deleted_at is null) for no key update skip locked) s
      where pg_try_advisory_xact_lock(session_lock_key(s.id));
  end if;
  v_waiting := array(
    select c.id from chat_sessions c left join legacy_sessions l on l.session_id = c.id
    where c.id = any (held) and c.storage <> 'rows' and (l.absorbed_at is null
      or exists (select from legacy_versions v where v.session_id = c.id)));
  v_began := clock_timestamp();
  foreach v_id in array v_waiting loop
    continue when p_wait and clock_timestamp() - v_began < interval '20 ms' and legacy_absorb_locked(v_id, 500);
    if p_wait then
      update legacy_sessions set front = true where session_id = v_id and not front;
    end if;
    select array_agg(h.owner), array_agg(h.id) into owners, held
      from unnest(owners, held) as h (owner, id) where h.id <> v_id;
  end loop;
end
$$;
