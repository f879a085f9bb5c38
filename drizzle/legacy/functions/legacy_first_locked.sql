-- legacy_first_locked(session_id, array) → how many rows were made
-- Does: makes rows of all elements of an array, in a session that has none yet: as legacy_take_locked, without a look at what is
--   there, which nearly all sessions of a backfill need not have.
-- Errors: 23505 when an id is taken.
-- Runs as: caller, who holds the session.
-- Example: select legacy_first_locked('s1', '[{"role": "user", "content": "Hello"}]');
create or replace function legacy_first_locked(p_session_id text, p_array jsonb) returns integer
language plpgsql volatile
as $$
declare
  v_session  legacy_sessions := legacy_session(p_session_id);
  v_inserted integer;
begin
  insert into messages
    (id, session_id, message_index, role, content, metadata, created_at, updated_at, parent_id, origin)
  select r.id, p_session_id, r.place, r.role, r.content, r.metadata, r.at, r.at, lag(r.id) over (order by r.place), 'legacy'
  from (
    -- An element without a time has that of the one before, the first that of the session.
    select r.*, coalesce(first_value(r.created_at) over (partition by r.timed order by r.place), c.created_at, now()) as at
    from (
      select r.*, count(r.created_at) over (order by r.place) as timed
      from legacy_own_rows(p_session_id, v_session.id_ms, p_array) r) r
    cross join (select c.created_at from chat_sessions c where c.id = p_session_id) c) r;
  get diagnostics v_inserted = row_count;
  return v_inserted;
end
$$;
