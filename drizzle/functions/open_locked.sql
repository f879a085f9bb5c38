-- open_locked(session_id, id, prompt_id, continue_from, model, server_id, follows) → the stream, queued
-- Does: opens a stream once. The same id with the same session and prompt gives the stream that is there; a send (`follows`
--   = 'head') that was already answered gives its stream whatever id is asked for now.
-- Errors: QK409 id taken; QK400 the prompt is no user message, or continue_from no answer, of the session.
-- Runs as: caller, who holds the session's lock.
-- Example: select * from open_locked('s1', gen_random_uuid(), :prompt, null, 'duck/duck', :server, 'prompt');
create or replace function open_locked(
  p_session_id text, p_id uuid, p_prompt_id uuid, p_continue_from uuid, p_model text, p_server_id uuid,
  p_follows text
) returns message_streams
language plpgsql volatile
as $$
declare
  v_stream message_streams;
begin
  select * into v_stream from message_streams s
    where s.id = p_id or (p_follows = 'head' and s.follows = 'head' and s.prompt_id = p_prompt_id)
    order by s.prompt_id = p_prompt_id desc limit 1;
  if found then
    if v_stream.session_id <> p_session_id or v_stream.prompt_id <> p_prompt_id
      or v_stream.follows <> p_follows or v_stream.continue_from is distinct from p_continue_from then
      raise exception using errcode = 'QK409', message = 'stream id is taken';
    end if;
    return v_stream;
  end if;
  if exists (select from messages m where m.id = p_id) then
    raise exception using errcode = 'QK409', message = 'stream id is taken by a message';
  end if;
  if not exists (
    select from messages m where m.id = p_prompt_id and m.session_id = p_session_id and m.role = 'user'
  ) then
    raise exception using errcode = 'QK400', message = 'prompt is no user message of this session',
      column = 'promptId';
  end if;
  if p_continue_from is not null and not exists (
    select from messages m
    where m.id = p_continue_from and m.session_id = p_session_id and m.role = 'assistant'
  ) then
    raise exception using errcode = 'QK400', message = 'no answer of this session to continue from',
      column = 'continueFrom';
  end if;

  insert into message_streams
    (id, session_id, prompt_id, continue_from, model, status, server_id, follows, head_at_open)
  values (p_id, p_session_id, p_prompt_id, p_continue_from, p_model, 'queued', p_server_id, p_follows,
    session_head(p_session_id))
  returning * into v_stream;
  return v_stream;
end
$$;
