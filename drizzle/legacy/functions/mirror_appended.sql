-- mirror_appended(session_ids, ids, message_indexes) → nothing
-- Does: adds the rows of a batch that were just appended, those with an index, to the arrays of sessions that are not cut over,
--   so that an old app shows them too. Long arrays are left: to write one anew takes too long.
-- Errors: none.
-- Runs as: caller, who holds the sessions.
-- Example: select mirror_appended('{s1}', array[gen_random_uuid()], '{0}');
create or replace function mirror_appended(p_session_ids text[], p_ids uuid[], p_message_indexes integer[]) returns void
language plpgsql volatile
as $$
declare
  v_sessions text[] := array(
    select c.id from chat_sessions c
    where c.id = any (p_session_ids) and c.storage <> 'rows' and pg_column_size(c.messages) <= 1000000
      and not legacy_is_long(c.messages));
begin
  if cardinality(v_sessions) = 0 then return; end if;
  perform legacy_add_locked(v_sessions, array(
    select g.id from unnest(p_session_ids, p_ids, p_message_indexes) as g (session_id, id, message_index)
    where g.message_index is not null and g.session_id = any (v_sessions)));
end
$$;
