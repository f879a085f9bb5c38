-- legacy_take_locked(session_id, array, plan, hold) → how many rows were made
-- Does: takes a version of a session's array, with what legacy_missing says of it: makes the missing rows and lets the head be its
--   last element's row, unless the head is a message of ours that it has not. With `hold` a last answer that is no row yet is
--   held back: the next version may have more of it. One that was held back before is dropped when this version has it
--   with more text or the same, else it becomes its row first.
-- Errors: 23505 when an id is taken.
-- Runs as: caller, who holds the session.
-- Example: select legacy_take_locked('s1', '[]', legacy_missing('s1', '[]', 2000), true);
create or replace function legacy_take_locked(p_session_id text, p_array jsonb, p_plan legacy_plan, p_hold boolean)
returns integer
language plpgsql volatile
as $$
declare
  v_rows     legacy_row[] := p_plan.missing;
  v_before   legacy_versions;
  v_hold     boolean := p_hold and (p_plan.held).id is not null and p_plan.left_over = 0;
  v_last     uuid := p_plan.last_id;
  v_inserted integer := 0;
begin
  select * into v_before from legacy_versions where session_id = p_session_id and place is not null;
  if found then
    if legacy_grows(v_before.elements -> 0, p_array -> v_before.place) then
      delete from legacy_versions where id = v_before.id;
    else
      v_inserted := legacy_settle_locked(p_session_id)::integer;
    end if;
  end if;
  if v_hold then
    v_rows := v_rows[: cardinality(v_rows) - 1];
    v_last := (p_plan.held).before_id;
  end if;
  v_inserted := v_inserted + insert_legacy_locked(p_session_id, v_rows, p_plan.last_there);
  if p_plan.left_over > 0 then return v_inserted; end if;
  if v_hold then
    insert into legacy_versions (session_id, elements, place, row_id, parent_id)
      values (p_session_id, jsonb_build_array(p_array -> -1), jsonb_array_length(p_array) - 1, (p_plan.held).id,
        (p_plan.held).before_id);
  end if;
  -- A line that ends elsewhere: elements were taken away, or put back.
  update chat_sessions c set head_id = v_last, head_set_at_count = t.message_count
    from session_tail(p_session_id) t
    where c.id = p_session_id and v_last <> t.head_id
      and not exists (select from messages m where m.id = t.head_id and m.origin <> 'legacy');
  return v_inserted;
end
$$;
