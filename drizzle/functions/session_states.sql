-- session_states(user, session_ids) → (session_id, message_count, head_id, deleted)
-- Does: gives count and head of those of the sessions that are the user's, deleted ones too; others are left out.
-- Errors: none.
-- Runs as: duck_reader, after its own owner check; takes no lock.
-- Example: select * from session_states('local', '{s1,s2}');
create or replace function session_states(p_user text, p_session_ids text[])
returns table (session_id text, message_count integer, head_id uuid, deleted boolean)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  select c.id, t.message_count, t.head_id, c.deleted_at is not null
  from chat_sessions c cross join lateral session_tail(c.id) t
  where c.id = any (p_session_ids) and c.user_id = p_user
$$;
