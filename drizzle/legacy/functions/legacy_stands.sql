-- legacy_stands(session_id, id_ms, message) → boolean
-- Does: tells whether a row is what an old app once said: the element is made again from the row, and has to become the same row,
--   with its own time. Proves a row whose element the old app has stamped, liked, or said anew since.
-- Errors: none.
-- Runs as: caller; takes no lock.
-- Example: select legacy_stands('s1', 1714557600000, m) from messages m where m.session_id = 's1';
create or replace function legacy_stands(p_session_id text, p_id_ms bigint, p_message messages) returns boolean
language plpgsql stable set timezone = 'UTC'
as $$
declare
  v_rest    jsonb := coalesce(p_message.metadata -> 'legacy', '{}');
  v_element jsonb := v_rest;
begin
  -- The rest of an element whose role and text the row has; else the whole of it.
  if jsonb_typeof(v_rest) = 'object' and not v_rest ?| '{role,content}' then
    v_element := v_rest || jsonb_build_object('role', p_message.role, 'content', p_message.content);
  end if;
  return exists (
    select from legacy_own_rows(p_session_id, p_id_ms, jsonb_build_array(v_element)) r
    where r.role = p_message.role and r.content = p_message.content and r.metadata = p_message.metadata
      and coalesce(r.created_at, p_message.created_at) = p_message.created_at);
end
$$;
