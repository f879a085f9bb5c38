-- open_stream(user, session_id, id, prompt_id, continue_from, model, server_id, wait_ms) → the stream, queued
-- Does: asks for another answer to a prompt: regenerate, retry or continue. Its row will follow the prompt. The same id
--   gives the same stream.
-- Errors: QK404 session; QK409 id taken; QK400 bad prompt or continue_from; QK501; 55P03 after wait_ms behind others.
-- Runs as: duck_writer, after its own owner check; pins the session's row, takes its lock.
-- Example: select * from open_stream('local', 's1', gen_random_uuid(), :prompt, null, 'duck/duck', :server);
create or replace function open_stream(
  p_user text, p_session_id text, p_id uuid, p_prompt_id uuid, p_continue_from uuid, p_model text,
  p_server_id uuid, p_wait_ms integer default 2000
) returns setof message_streams
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  perform begin_write(p_wait_ms);
  perform lock_session(p_user, p_session_id);
  -- It may be there already, and then its commit must be durable before this one's ack.
  perform pg_current_xact_id();
  return next open_locked(p_session_id, p_id, p_prompt_id, p_continue_from, p_model, p_server_id, 'prompt');
end
$$;
