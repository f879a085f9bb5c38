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
  v_rows   legacy_row[] := p_rows;
  v_count  integer;
  v_head   uuid;
  v_time   timestamptz;
begin
  if cardinality(v_rows) = 0 then return 0; end if;
  select t.message_count, t.head_id into v_count, v_head from session_tail(p_session_id) t;
  if v_count > 0 then
    -- Limited, since a table that has grown since it was planned for is else read whole.
    v_rows := array(
      select r from unnest(p_rows) r left join lateral (select m.id from messages m where m.id = r.id limit 1) m on true
      where m.id is null order by r.place);
    perform 1 from messages m where m.id = v_head and m.origin <> 'legacy';
    if found then
      for i in 1 .. cardinality(v_rows) loop
        continue when v_rows[i].place <= p_last_there;
        v_rows[i].before_id := v_head;
        exit;
      end loop;
    end if;
  end if;
  perform 1 from unnest(v_rows) r where r.created_at is null;
  if found then
    select case when v_count = 0 then coalesce(c.created_at, now()) else now() end into v_time
      from chat_sessions c where c.id = p_session_id;
    for i in 1 .. cardinality(v_rows) loop
      v_time := coalesce(v_rows[i].created_at, v_time);
      v_rows[i].created_at := v_time;
    end loop;
  end if;
  insert into messages
    (id, session_id, message_index, role, content, metadata, created_at, updated_at, parent_id, moves_head, origin)
  select r.id, p_session_id, v_count + r.nth - 1, r.role, r.content, r.metadata, r.created_at, r.created_at, r.before_id,
    r.place > p_last_there, 'legacy'
  from unnest(v_rows) with ordinality r (place, id, role, content, metadata, created_at, before_id, there, nth);
  return cardinality(v_rows);
end
$$;
