-- session_message_count(session_id) → integer
-- Last message index + 1, by one descent of the unique index. Checks no owner: for other functions.
-- Example: select session_message_count('s1');
create or replace function session_message_count(p_session_id text) returns integer
language sql stable strict
as $$
  select coalesce(
    (select message_index + 1 from messages where session_id = p_session_id order by message_index desc limit 1), 0)
$$;
