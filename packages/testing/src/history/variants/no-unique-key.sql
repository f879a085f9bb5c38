-- The index is max + 1 without a lock, and no constraint forbids a second row at it. A moment passes between the two, since on a
-- busy machine calls may happen to come one after the other.
do $$
declare
  v_name name;
begin
  for v_name in select conname from pg_constraint where conrelid = 'messages'::regclass and contype = 'u' loop
    execute format('alter table messages drop constraint %I', v_name);
  end loop;
end
$$;

create function broken_append(
  p_user text, p_session_id text, p_id uuid, p_role text, p_content text, p_metadata jsonb, p_expected integer
) returns setof messages
language plpgsql volatile security definer set search_path = public
as $$
declare
  v_row messages;
begin
  v_row := broken_replay(p_user, p_session_id, p_id, p_role, p_content, p_expected);
  if v_row.id is not null then
    return next v_row;
  else
    return query select * from broken_insert(p_session_id, p_id, p_role, p_content, p_metadata, 0.005);
  end if;
end
$$;
