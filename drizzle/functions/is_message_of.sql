-- is_message_of(message_id, session_id) → true when the message is one of that session
-- Does: looks it up by its id.
-- Errors: none.
-- Runs as: caller, for other functions: it checks no owner.
-- Example: select is_message_of(:message, 's1');
create or replace function is_message_of(p_message_id uuid, p_session_id text) returns boolean
language plpgsql stable
as $$
begin
  return exists (select from messages m where m.id = p_message_id and m.session_id = p_session_id);
end
$$;
