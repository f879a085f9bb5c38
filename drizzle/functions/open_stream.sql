-- open_stream(user, session_id, id, prompt_id, continue_from, model, server_id) → the stream, queued
-- Asks for another answer to a prompt: regenerate, retry or continue. Its row will follow the prompt.
-- The same id gives the same stream. QK404 session · QK409 id taken · QK400 bad prompt or continue_from.
-- Example: select * from open_stream('local', 's1', gen_random_uuid(), :prompt, null, 'duck/duck', :server);
create or replace function open_stream(
  p_user text, p_session_id text, p_id uuid, p_prompt_id uuid, p_continue_from uuid, p_model text,
  p_server_id uuid
) returns setof message_streams
language plpgsql volatile
set lock_timeout = '2s'
as $$
begin
  perform lock_session(p_user, p_session_id);
  return query select * from open_locked(p_session_id, p_id, p_prompt_id, p_continue_from, p_model,
    p_server_id, 'prompt');
end
$$;
