-- A right append, for callers that break the promise themselves.
create function broken_append(
  p_user text, p_session_id text, p_id uuid, p_role text, p_content text, p_metadata jsonb, p_expected integer
) returns setof messages
language plpgsql volatile security definer set search_path = public
as $$
declare
  v_row messages;
begin
  perform broken_lock(p_session_id);
  v_row := broken_replay(p_user, p_session_id, p_id, p_role, p_content, p_expected);
  if v_row.id is not null then
    return next v_row;
  else
    return query select * from broken_insert(p_session_id, p_id, p_role, p_content, p_metadata);
  end if;
end
$$;
