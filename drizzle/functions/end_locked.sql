-- end_locked(stream, status, finish_reason, content, metadata, error_class) → message index, or null without a row
-- Does: ends a running stream: its text becomes exactly one row, or none when there is no text. An answer to a send
--   follows the head while its prompt is on the active line, else the prompt; any other follows the prompt and moves the
--   head only if nobody has moved it since the stream was opened. When a message of another session took the stream's
--   id in the very moment it was opened, there is no row either.
-- Errors: 23505 as append_locked.
-- Runs as: caller, who holds the session's lock.
-- Example: select end_locked(s, 'stopped', 'stopped', 'Hel', '{}', null) from message_streams s where id = :stream;
create or replace function end_locked(
  p_stream message_streams, p_status text, p_finish_reason text, p_content text, p_metadata jsonb,
  p_error_class text
) returns integer
language plpgsql volatile
as $$
declare
  v_head       uuid := session_head(p_stream.session_id);
  v_parent     uuid := p_stream.prompt_id;
  v_moves_head boolean := v_head is not distinct from p_stream.head_at_open;
  v_index      integer;
begin
  if p_content <> '' and not exists (select from messages m where m.id = p_stream.id) then
    if p_stream.follows = 'head' then
      v_moves_head := is_on_line(p_stream.prompt_id, v_head);
      if v_moves_head then v_parent := v_head; end if;
    end if;
    select a.message_indexes[1] into strict v_index from append_locked(
      array['answer'], array[p_stream.session_id], array['answer'], array[p_stream.session_id],
      array[p_stream.id], array['assistant'], array[p_content], array[p_metadata], array[v_parent],
      array[true], null, null, null, null, 'stream', p_finish_reason, v_moves_head) a
      where a.appended = 1;
  end if;
  update message_streams
    set status = p_status, ended_at = clock_timestamp(), error_class = p_error_class
    where id = p_stream.id;
  delete from stream_checkpoints where stream_id = p_stream.id;
  return v_index;
end
$$;
