-- count_shown(users, session_ids) → (user_id, session_id, message_count), a row for each user's live session
-- Does: counts the sessions that tabs show, of many users at once; those that are not the user's are left out.
-- Errors: none.
-- Runs as: duck_reader, after its own owner check; takes no lock.
-- Example: select * from count_shown('{local,local}', '{s1,s2}');
create or replace function count_shown(p_users text[], p_session_ids text[])
returns table (user_id text, session_id text, message_count integer)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  select c.user_id, c.id, session_message_count(c.id)
  from unnest(p_users, p_session_ids) as shown (user_id, id)
  join chat_sessions c on c.id = shown.id and c.user_id = shown.user_id and c.deleted_at is null
$$;
