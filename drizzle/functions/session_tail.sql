-- session_tail(session_id) → (message_count, head_id), no row for an unknown session
-- Does: gives what the next append needs: the last message index + 1, and the head: the last message that moved it, or the
--   line a person chose since. One descent of the unique index, as a rule; Postgres puts this text into the query
--   that asks.
-- Errors: none.
-- Runs as: caller, for other functions: it checks no owner.
-- Example: select * from session_tail('s1');
create or replace function session_tail(p_session_id text) returns table (message_count integer, head_id uuid)
language sql stable
as $$
  select coalesce(last.message_index + 1, 0), case
      when s.head_id is null or last_move.message_index >= s.head_set_at_count then last_move.id
      else s.head_id
    end
  from chat_sessions s
  left join lateral (
    select m.message_index, m.id, m.moves_head from messages m
    where m.session_id = s.id order by m.message_index desc limit 1
  ) last on true
  left join lateral (
    select last.message_index, last.id where last.moves_head
    union all
    -- Few rows stand before it: only answers that began before the head moved do not move it, and those are bounded.
    (select m.message_index, m.id from messages m
    where not last.moves_head and m.session_id = s.id and m.moves_head
    order by m.message_index desc limit 1)
  ) last_move on true
  where s.id = p_session_id
$$;
