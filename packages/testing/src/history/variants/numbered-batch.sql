-- A batch numbers its rows first and skips those that are there already, which leaves their numbers out.
create function broken_append_batch(p_session_id text, p_rows jsonb) returns setof messages
language plpgsql volatile security definer set search_path = public
as $$
declare
  v_last messages;
begin
  perform broken_lock(p_session_id);
  select * into v_last from messages where session_id = p_session_id order by message_index desc limit 1;
  insert into messages (id, session_id, message_index, role, content, parent_id)
    select (item ->> 'id')::uuid, p_session_id, coalesce(v_last.message_index, -1) + place::integer,
      item ->> 'role', item ->> 'content',
      coalesce(lag((item ->> 'id')::uuid) over (order by place), v_last.id)
    from jsonb_array_elements(p_rows) with ordinality as batch (item, place)
    on conflict (id) do nothing;
  return query select * from messages where id in (select (item ->> 'id')::uuid from jsonb_array_elements(p_rows) item);
end
$$;
