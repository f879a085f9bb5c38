-- session_message_count(session_id) → integer
-- Does: gives the last message index + 1, by one descent of the unique index; 0 for an empty or unknown session.
-- Errors: none.
-- Runs as: caller, for other functions: it checks no owner.
-- Example: select session_message_count('s1');
create or replace function session_message_count(p_session_id text) returns integer
language sql stable strict
as $$
  select coalesce(
    (select message_index + 1 from messages where session_id = p_session_id order by message_index desc limit 1), 0)
$$;
