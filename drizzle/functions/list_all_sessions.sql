-- list_all_sessions(after, limit) → (session_id, user_id), ascending by the ids' bytes
-- Does: names the sessions of all users and whose they are, hidden ones too, a page at a time; ids alone, for whoever has to
--   look after the whole database.
-- Errors: none.
-- Runs as: duck_reader, for an operator, as the caller has seen to; takes no lock.
-- Example: select * from list_all_sessions('', 100);
create or replace function list_all_sessions(p_after text, p_limit integer)
returns table (session_id text, user_id text)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  select c.id, c.user_id from chat_sessions c where c.id collate "C" > p_after order by c.id collate "C" limit p_limit
$$;
