-- The index is max + 1 without a lock; one that is taken meanwhile is counted up until it is free. A moment passes between the
-- two, since on a busy machine calls may happen to come one after the other.
create function broken_append(
  p_user text, p_session_id text, p_id uuid, p_role text, p_content text, p_metadata jsonb, p_expected integer
) returns setof messages
language plpgsql volatile security definer set search_path = public
as $$
declare
  v_row  messages;
  v_last messages;
begin
  v_row := broken_replay(p_user, p_session_id, p_id, p_role, p_content, p_expected);
  if v_row.id is not null then
    return next v_row;
    return;
  end if;
  select * into v_last from messages where session_id = p_session_id order by message_index desc limit 1;
  perform pg_sleep(0.005);
  for v_index in coalesce(v_last.message_index + 1, 0) .. 2147483646 loop
    begin
      return query
        insert into messages (id, session_id, message_index, role, content, metadata, parent_id)
        values (p_id, p_session_id, v_index, p_role, p_content, p_metadata, v_last.id)
        returning *;
      return;
    exception when unique_violation then
      if exists (select from messages where id = p_id) then raise; end if;
    end;
  end loop;
end
$$;
