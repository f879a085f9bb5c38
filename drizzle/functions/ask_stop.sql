-- ask_stop(user, stream_id) → the row of message_streams, or none
-- Does: notes that the user wants a running stream to end, for whichever server writes it; one that is over stays as it is.
-- Errors: QK501; 55P03 after 1 s behind someone who holds the stream's row.
-- Runs as: duck_writer, after its own owner check; locks the stream's row.
-- Example: select status from ask_stop('local', :stream);
create or replace function ask_stop(p_user text, p_stream_id uuid) returns setof message_streams
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  perform begin_write(1000);
  update message_streams s set stop_asked_at = clock_timestamp()
    from chat_sessions c
    where s.id = p_stream_id and s.ended_at is null and s.stop_asked_at is null
      and c.id = s.session_id and c.user_id = p_user and c.deleted_at is null;
  return query
    select s.* from message_streams s join chat_sessions c on c.id = s.session_id
    where s.id = p_stream_id and c.user_id = p_user and c.deleted_at is null;
end
$$;
