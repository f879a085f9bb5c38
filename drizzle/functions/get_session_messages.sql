-- get_session_messages(user, session_id, before, after, limit, max_bytes) → rows of messages
-- By index alone: the rows after `after` ascending, else the rows before `before` (null: the newest) descending.
-- At most `limit` rows and `max_bytes` of content and metadata, but at least one row. Nothing for another's session.
-- Example: select * from get_session_messages('local', 's1', null, null, 50);
create or replace function get_session_messages(
  p_user text, p_session_id text, p_before integer, p_after integer, p_limit integer,
  p_max_bytes bigint default 4194304
) returns setof messages
language plpgsql stable
as $$
declare
  v_row       messages;
  v_row_bytes integer;
  v_bytes     bigint := 0;
begin
  perform 1 from chat_sessions where id = p_session_id and user_id = p_user and deleted_at is null;
  if not found then return; end if;
  if p_after is not null then
    for v_row in
      select * from messages m where m.session_id = p_session_id and m.message_index > p_after
      order by m.message_index limit p_limit
    loop
      v_row_bytes := octet_length(v_row.content) + coalesce(octet_length(v_row.metadata::text), 0);
      v_bytes := v_bytes + v_row_bytes;
      exit when v_bytes > p_max_bytes and v_bytes > v_row_bytes;
      return next v_row;
    end loop;
  else
    for v_row in
      select * from messages m
      where m.session_id = p_session_id and m.message_index < coalesce(p_before, 2147483647)
      order by m.message_index desc limit p_limit
    loop
      v_row_bytes := octet_length(v_row.content) + coalesce(octet_length(v_row.metadata::text), 0);
      v_bytes := v_bytes + v_row_bytes;
      exit when v_bytes > p_max_bytes and v_bytes > v_row_bytes;
      return next v_row;
    end loop;
  end if;
end
$$;
