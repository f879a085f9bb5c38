-- mirror_appended(session_ids, ids, message_indexes) → nothing
-- Does: nothing. It is called with a batch in which those rows with an index were just appended; in a database that was
--   adopted, legacy/functions/mirror_appended.sql stands in its place and adds them to the arrays of the old app.
-- Errors: none.
-- Runs as: caller; takes no lock.
-- Example: select mirror_appended('{s1}', array[gen_random_uuid()], '{0}');
create or replace function mirror_appended(p_session_ids text[], p_ids uuid[], p_message_indexes integer[]) returns void
language plpgsql volatile
as $$
begin
end
$$;
