-- An id that is there already gets the new text.
create function broken_append(
  p_user text, p_session_id text, p_id uuid, p_role text, p_content text, p_metadata jsonb, p_expected integer
) returns setof messages
language plpgsql volatile security definer set search_path = public
as $$
begin
  perform broken_lock(p_session_id);
  update messages set role = p_role, content = p_content, metadata = p_metadata, updated_at = now() where id = p_id;
  if found then
    return query select * from messages where id = p_id;
  else
    perform broken_replay(p_user, p_session_id, p_id, p_role, p_content, p_expected);
    return query select * from broken_insert(p_session_id, p_id, p_role, p_content, p_metadata);
  end if;
end
$$;
