-- What the broken variants share. They are functions of the superuser's, so that nothing but themselves is broken.
alter table messages disable trigger user;

-- The row of an earlier call with this id, all null without one; the errors are those of append_message.
create function broken_replay(
  p_user text, p_session_id text, p_id uuid, p_role text, p_content text, p_expected integer
) returns messages
language plpgsql volatile security definer set search_path = public
as $$
declare
  v_row   messages;
  v_count integer;
begin
  perform 1 from chat_sessions where id = p_session_id and user_id = p_user;
  if not found then
    raise exception using errcode = 'QK404', message = 'session not found';
  end if;
  select * into v_row from messages where id = p_id;
  if found and (v_row.session_id <> p_session_id or v_row.role <> p_role or v_row.content <> p_content) then
    raise exception using errcode = 'QK409', message = 'message id is taken';
  end if;
  select coalesce(max(message_index) + 1, 0) into v_count from messages where session_id = p_session_id;
  if not found or (v_row.id is null and p_expected <> v_count) then
    raise exception using errcode = 'QK412', message = 'message count differs', detail = v_count;
  end if;
  return v_row;
end
$$;

-- One row after the last one, `p_moment` seconds after that was looked at: right under a lock, wrong without.
create function broken_insert(
  p_session_id text, p_id uuid, p_role text, p_content text, p_metadata jsonb, p_moment double precision default 0
) returns setof messages
language plpgsql volatile security definer set search_path = public
as $$
declare
  v_last messages;
begin
  select * into v_last from messages where session_id = p_session_id order by message_index desc limit 1;
  if p_moment > 0 then perform pg_sleep(p_moment); end if;
  return query
    insert into messages (id, session_id, message_index, role, content, metadata, parent_id)
    values (p_id, p_session_id, coalesce(v_last.message_index + 1, 0), p_role, p_content, p_metadata, v_last.id)
    returning *;
end
$$;

create function broken_lock(p_session_id text) returns void
language sql volatile
as $$
  select pg_advisory_xact_lock(hashtext(p_session_id))
$$;
