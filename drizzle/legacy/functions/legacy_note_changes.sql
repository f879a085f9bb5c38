-- legacy_note_changes(session_id, old, new, gone) → nothing
-- Does: notes that an old app's write took elements away, changed some, only moved them, or put others between them. An answer that
--   grew is no change.
--   `gone` is how many are no longer there as they were, if that is known; then what came between says nothing that was there.
-- Errors: none.
-- Runs as: caller.
-- Example: select legacy_note_changes('s1', '[{"role": "user", "content": "Hello"}]', '[]');
create or replace function legacy_note_changes(
  p_session_id text, p_old jsonb, p_new jsonb, p_gone integer default null
) returns void
language plpgsql volatile
as $$
declare
  v_old  jsonb := case when jsonb_typeof(p_old) = 'array' then p_old else '[]' end;
  v_new  jsonb := case when jsonb_typeof(p_new) = 'array' then p_new else '[]' end;
  v_gone integer := p_gone;
  v_more integer := jsonb_array_length(v_new) - jsonb_array_length(v_old);
begin
  if v_gone is null then
    select count(*) into v_gone from (
      select e from jsonb_array_elements(v_old) e except all select e from jsonb_array_elements(v_new) e) gone;
  end if;
  if v_gone = 1 and legacy_grows(v_old -> -1, v_new -> (jsonb_array_length(v_old) - 1)) then return; end if;
  if v_gone = 0 and (p_gone = 0 or v_more > 0 and legacy_slice(v_new, 0, jsonb_array_length(v_old)) = v_old) then return; end if;
  insert into legacy_log (session_id, step, detail)
    values (p_session_id,
      case
        when v_gone = 0 and v_more > 0 then 'inserted'
        when v_gone = 0 then 'reordered'
        when v_more < 0 then 'deleted'
        else 'edited'
      end, jsonb_build_object('elements', case when v_gone = 0 then greatest(v_more, 0) else v_gone end));
end
$$;
