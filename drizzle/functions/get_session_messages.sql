-- get_session_messages(user, session_id, before, after, limit, max_bytes) → rows of messages, ascending
-- Does: reads one page by index alone: the first rows after `after`, else the last rows before `before` (null: the
--   newest). At most `limit` rows and `max_bytes` of text and metadata, but at least one row; nothing for another's.
-- Errors: none.
-- Runs as: duck_reader, after its own owner check; takes no lock.
-- Example: select * from get_session_messages('local', 's1', null, null, 50);
create or replace function get_session_messages(
  p_user text, p_session_id text, p_before integer, p_after integer, p_limit integer,
  p_max_bytes bigint default 4194304
) returns setof messages
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
#variable_conflict use_column
begin
  perform 1 from chat_sessions where id = p_session_id and user_id = p_user and deleted_at is null;
  if not found then return; end if;
  return query
    with page as (
      (select m.*, m.message_index as place from messages m
        where p_after is not null and m.session_id = p_session_id and m.message_index > p_after
          and m.message_index < coalesce(p_before, 2147483647)
        order by m.message_index limit p_limit)
      union all
      (select m.*, -m.message_index from messages m
        where p_after is null and m.session_id = p_session_id
          and m.message_index < coalesce(p_before, 2147483647)
        order by m.message_index desc limit p_limit)
    ), weighed as (
      select p.*, row_number() over (order by place) as nth,
        sum(message_bytes(content, metadata)) over (order by place) as bytes
      from page p
    )
    select id, session_id, message_index, role, content, metadata, created_at, updated_at, parent_id, moves_head,
      origin, finish_reason
    from weighed where nth = 1 or bytes <= p_max_bytes
    order by message_index;
end
$$;
