-- insert_legacy_locked(session_id, rows, last_there) → how many
-- Does: the one other place, beside append_locked, where rows of messages are made: rows of an old app's array, in its order at the
--   end of the session, each with its own time, or that of the one before. A row follows the one before it in its array. Those
--   behind all that are there move the head; the first of them follows a message of ours at the head that the array has
--   not, since its writer had not seen it. A row that came to be there meanwhile is left out.
-- Errors: 23505 when an id is taken.
-- Runs as: caller, who holds the session.
-- Example: select insert_legacy_locked('s1', p.missing, p.last_there) from legacy_missing('s1', '[]', 2000) p;
create or replace function insert_legacy_locked(p_session_id text, p_rows legacy_row[], p_last_there integer)
returns integer
language plpgsql volatile
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  v_count    integer;
  v_head     uuid;
  v_ours     boolean;
  v_inserted integer;
begin
  if cardinality(p_rows) = 0 then return 0; end if;
  select t.message_count, t.head_id into v_count, v_head from session_tail(p_session_id) t;
  v_ours := v_count > 0 and exists (select from messages m where m.id = v_head and m.origin <> 'legacy');
  insert into messages
    (id, session_id, message_index, role, content, metadata, created_at, updated_at, parent_id, moves_head, origin)
  select n.id, p_session_id, v_count + n.nth - 1, n.role, n.content, n.metadata, n.at, n.at,
    case when v_ours and n.tail and n.nth_of_kind = 1 then v_head else n.before_id end, n.tail, 'legacy'
  from (
    select g.*, row_number() over (order by g.place) as nth,
      row_number() over (partition by g.tail order by g.place) as nth_of_kind,
      coalesce(first_value(g.created_at) over (partition by g.timed order by g.place), s.created_at) as at
    from (
      select r.*, r.place > p_last_there as tail, count(r.created_at) over (order by r.place) as timed
      from unnest(p_rows) r
      where v_count = 0 or not exists (select from messages m where m.id = r.id)) g
    cross join (
      select case when v_count = 0 then coalesce(c.created_at, now()) else now() end as created_at
      from chat_sessions c where c.id = p_session_id) s) n;
  get diagnostics v_inserted = row_count;
  return v_inserted;
end
$$;
