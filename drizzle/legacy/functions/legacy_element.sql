-- legacy_element(message) → jsonb
-- Does: gives a message as an old app keeps one in its array, with the row's id, by which it is known again.
-- Errors: none.
-- Runs as: caller; takes no lock.
-- Example: select legacy_element(m) from messages m where session_id = 's1';
create or replace function legacy_element(p_message messages) returns jsonb
language sql stable set timezone = 'UTC'
as $$
  select jsonb_build_object('id', p_message.id, 'role', p_message.role, 'content', p_message.content,
    'timestamp', to_char(p_message.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
    || case when p_message.metadata ? 'model' then jsonb_build_object('model', p_message.metadata -> 'model') else '{}' end
$$;
