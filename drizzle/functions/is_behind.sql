-- is_behind(stream) → whether an older stream of its session still runs
-- Does: tells whose turn it is: answers of a session are written one after another, in the order in which they were asked
--   for. Those asked for in one commit go in the order of their prompts.
-- Errors: none.
-- Runs as: caller; takes no lock.
-- Example: select is_behind(s) from message_streams s where id = :stream;
create or replace function is_behind(p_stream message_streams) returns boolean
language sql stable
as $$
  select exists (
    select from message_streams s
    where s.session_id = p_stream.session_id and s.ended_at is null and s.id <> p_stream.id
      and s.created_at <= p_stream.created_at and (
        s.created_at < p_stream.created_at
        or (select (m.message_index, s.id) from messages m where m.id = s.prompt_id)
          < (select (m.message_index, p_stream.id) from messages m where m.id = p_stream.prompt_id)))
$$;
