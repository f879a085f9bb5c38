-- session_head(session_id) → uuid of the leaf shown, null in an empty session
-- Does: gives the last message that moved the head, or the line a person chose since.
-- Errors: none.
-- Runs as: caller, for other functions: it checks no owner.
-- Example: select session_head('s1');
create or replace function session_head(p_session_id text) returns uuid
language sql stable strict
as $$
  select case
    when s.head_id is null or last_move.message_index >= s.head_set_at_count then last_move.id
    else s.head_id
  end
  from chat_sessions s
  left join lateral (
    select m.id, m.message_index from messages m
    where m.session_id = s.id and m.moves_head
    order by m.message_index desc limit 1
  ) last_move on true
  where s.id = p_session_id
$$;
