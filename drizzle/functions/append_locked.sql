-- append_locked(…) → the row and its result, 'new' or 'replay'; the one place where rows of messages are made
-- The caller holds the session's lock. The id is the idempotency key: the same payload gives the row that is
-- there, another payload QK409. Then the expected count (QK412, detail = actual count), then the parent (QK400).
-- Example: select * from append_locked('s1', gen_random_uuid(), 'user', 'hi', '{}', null, false, null, 'client', null, null);
create or replace function append_locked(
  p_session_id text, p_id uuid, p_role text, p_content text, p_metadata jsonb,
  p_parent_id uuid, p_has_parent boolean, p_expected_message_count integer,
  p_origin text, p_finish_reason text, p_moves_head boolean
) returns table (
  result text, message_index integer, metadata jsonb, parent_id uuid, moves_head boolean,
  origin text, finish_reason text, created_at timestamptz, updated_at timestamptz
)
language plpgsql volatile
as $$
#variable_conflict use_column
declare
  v_row    messages;
  v_count  integer;
  v_parent uuid := p_parent_id;
begin
  select * into v_row from messages m where m.id = p_id;
  if found then
    if v_row.session_id <> p_session_id or v_row.role <> p_role or v_row.content <> p_content
      or v_row.origin <> p_origin
      or (p_has_parent and v_row.parent_id is distinct from p_parent_id) then
      raise exception using errcode = 'QK409', message = 'message id is taken';
    end if;
    return query select 'replay', v_row.message_index, v_row.metadata, v_row.parent_id, v_row.moves_head,
      v_row.origin, v_row.finish_reason, v_row.created_at, v_row.updated_at;
    return;
  end if;
  if p_origin <> 'stream' and exists (select from message_streams s where s.id = p_id) then
    raise exception using errcode = 'QK409', message = 'message id is taken by a stream';
  end if;

  v_count := session_message_count(p_session_id);
  if p_expected_message_count <> v_count then
    raise exception using errcode = 'QK412', message = 'message count differs', detail = v_count;
  end if;

  if not p_has_parent then
    v_parent := session_head(p_session_id);
  elsif p_parent_id is not null and not exists (
    select from messages m where m.id = p_parent_id and m.session_id = p_session_id
  ) then
    raise exception using errcode = 'QK400', message = 'parent is not in this session', column = 'parentId';
  end if;

  return query
    insert into messages as m
      (id, session_id, message_index, role, content, metadata, parent_id, moves_head, origin, finish_reason)
    values (p_id, p_session_id, v_count, p_role, p_content, coalesce(p_metadata, '{}'), v_parent,
      coalesce(p_moves_head, true), p_origin, p_finish_reason)
    returning 'new', m.message_index, m.metadata, m.parent_id, m.moves_head,
      m.origin, m.finish_reason, m.created_at, m.updated_at;
end
$$;
