-- get_session_line(user, session_id, before, limit, max_bytes) → rows of messages, ascending
-- Does: reads one page of the active line, the newest, or what stands above the message with index `before` on its own
--   line: the oldest message of one page asks for the next. It walks up by parents, so its cost is the page's, not the
--   session's. At most `limit` rows and `max_bytes` of text and metadata, but at least one row.
-- Errors: QK404 unless the session is there, live and the user's.
-- Runs as: duck_reader, after its own owner check; takes no lock.
-- Example: select * from get_session_line('local', 's1', null, 50);
create or replace function get_session_line(
  p_user text, p_session_id text, p_before integer, p_limit integer, p_max_bytes bigint default 4194304
) returns setof messages
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
#variable_conflict use_column
declare
  v_first uuid;
begin
  select head_id into v_first from get_session_state(p_user, p_session_id);
  if p_before is not null then
    select m.parent_id into v_first from messages m
      where m.session_id = p_session_id and m.message_index = p_before;
  end if;
  return query
    with recursive line as (
      select m.*, 1 as nth, message_bytes(m.content, m.metadata) as bytes from messages m
      where m.id = v_first and m.session_id = p_session_id and p_limit > 0
      union all
      -- Parents have lower indexes: a row put in by SQL that follows itself ends the walk.
      select m.*, line.nth + 1, line.bytes + message_bytes(m.content, m.metadata)
      from line join messages m on m.id = line.parent_id and m.session_id = line.session_id
      where line.nth < p_limit and line.bytes <= p_max_bytes and m.message_index < line.message_index
    )
    select id, session_id, message_index, role, content, metadata, created_at, updated_at, parent_id, moves_head,
      origin, finish_reason
    from line where nth = 1 or bytes <= p_max_bytes
    order by message_index;
end
$$;
