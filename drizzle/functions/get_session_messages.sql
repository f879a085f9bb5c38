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
declare
  -- The indexes that the page reaches from and to, and what lies between weighs.
  v_first integer;
  v_last  integer;
  v_bytes bigint;
begin
  perform 1 from chat_sessions where id = p_session_id and user_id = p_user and deleted_at is null;
  if not found then return; end if;
  if p_after is null then
    select min(p.message_index), max(p.message_index), sum(message_bytes(p.content, p.metadata))
      into v_first, v_last, v_bytes
      from (
        select m.message_index, m.content, m.metadata from messages m
        where m.session_id = p_session_id and m.message_index < coalesce(p_before, 2147483647)
        order by m.message_index desc limit p_limit) p;
  else
    select min(p.message_index), max(p.message_index), sum(message_bytes(p.content, p.metadata))
      into v_first, v_last, v_bytes
      from (
        select m.message_index, m.content, m.metadata from messages m
        where m.session_id = p_session_id and m.message_index > p_after
          and m.message_index < coalesce(p_before, 2147483647)
        order by m.message_index limit p_limit) p;
  end if;
  if v_bytes > p_max_bytes then
    select min(w.message_index), max(w.message_index) into v_first, v_last
      from (
        select m.message_index, row_number() over reading as nth,
          sum(message_bytes(m.content, m.metadata)) over reading as bytes
        from messages m
        where m.session_id = p_session_id and m.message_index between v_first and v_last
        window reading as (order by case when p_after is null then -m.message_index else m.message_index end)) w
      where w.nth = 1 or w.bytes <= p_max_bytes;
  end if;
  -- Once more by their indexes: rows that go through sorts and windows whole cost more than this look.
  return query
    select m.* from messages m
    where m.session_id = p_session_id and m.message_index between v_first and v_last
    order by m.message_index;
end
$$;
