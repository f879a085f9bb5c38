-- give_feedback(user, message_id, value, note, wait_ms) → id of the message's session, or none
-- Does: keeps what the user thinks of one message of theirs, in place of what was there; a null value takes it back. None
--   for an unknown or another's message, and in a deleted session.
-- Errors: QK501; 55P03 waited in vain.
-- Runs as: duck_writer, after its own owner check; pins the session's row.
-- Example: select * from give_feedback('local', :message, 'up', null, 2000);
create or replace function give_feedback(
  p_user text, p_message_id uuid, p_value text, p_note text, p_wait_ms integer
) returns setof text
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  v_session_id    text;
  v_message_index integer;
begin
  perform begin_write(p_wait_ms);
  select m.session_id, m.message_index into v_session_id, v_message_index from messages m where m.id = p_message_id;
  perform 1 from chat_sessions
    where id = v_session_id and user_id = p_user and deleted_at is null
    for key share;
  if not found then return; end if;
  if p_value is null then
    delete from message_feedback where message_id = p_message_id;
  else
    insert into message_feedback as f (message_id, session_id, message_index, value, note)
      values (p_message_id, v_session_id, v_message_index, p_value, p_note)
      on conflict (message_id) do update
        set value = excluded.value, note = excluded.note, updated_at = now()
        where (f.value, f.note) is distinct from (excluded.value, excluded.note);
  end if;
  return next v_session_id;
end
$$;
