-- legacy_add_locked(session_ids, ids) → nothing
-- Does: adds rows at the end of their sessions' arrays, in the order of their indexes; capture lets it pass. An array that is null
--   counts as empty; other values stay as they are.
-- Errors: none.
-- Runs as: caller, who holds the sessions.
-- Example: select legacy_add_locked('{s1}', array[:message]);
create or replace function legacy_add_locked(p_session_ids text[], p_ids uuid[]) returns void
language plpgsql volatile
as $$
begin
  perform set_config('duck.mirrors', 'on', true);
  update chat_sessions c set messages = coalesce(nullif(c.messages, 'null'), '[]') || a.elements
    from (
      select m.session_id, jsonb_agg(legacy_element(m) order by m.message_index) as elements
      from messages m where m.id = any (p_ids) group by m.session_id) a
    where c.id = a.session_id and c.id = any (p_session_ids)
      and coalesce(jsonb_typeof(c.messages), 'null') in ('array', 'null');
  perform set_config('duck.mirrors', '', true);
  update legacy_sessions set mirrored = true where session_id = any (p_session_ids) and not mirrored;
end
$$;
