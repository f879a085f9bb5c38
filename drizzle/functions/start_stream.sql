-- start_stream(server_id, stream_id, most_open) → 'open', 'busy', 'stopped' or 'gone'
-- Does: turns a queued stream into an open one when it is its turn: no older one of its session runs, on whichever server,
--   and fewer than `most_open` of its user are open. Busy: not its turn yet, ask again later. Stopped: its user asked for
--   its end. Gone: it has ended, or is not this server's. One that is open already stays so, and is 'open'.
-- Errors: QK501; 55P03 after 2 s behind someone who holds either.
-- Runs as: duck_writer, for the server that owns the stream; takes its user's lock, locks the stream's row.
-- Example: select start_stream(:server, :stream, 5);
create or replace function start_stream(p_server_id uuid, p_stream_id uuid, p_most_open integer) returns text
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  v_stream message_streams;
  v_user   text;
begin
  perform begin_write(2000);
  select * into v_stream from message_streams
    where id = p_stream_id and server_id = p_server_id and ended_at is null;
  if not found then return 'gone'; end if;
  if v_stream.status = 'open' then return 'open'; end if;
  if v_stream.stop_asked_at is not null then return 'stopped'; end if;
  if is_behind(v_stream) then return 'busy'; end if;

  select user_id into strict v_user from chat_sessions where id = v_stream.session_id;
  -- So that two servers do not both find the last place free.
  perform pg_advisory_xact_lock(user_lock_key(v_user));
  if p_most_open <= (
    select count(*) from message_streams s join chat_sessions c on c.id = s.session_id
    where s.status = 'open' and c.user_id = v_user
  ) then
    return 'busy';
  end if;
  update message_streams set status = 'open', opened_at = now()
    where id = p_stream_id and server_id = p_server_id and status = 'queued';
  return case when found then 'open' else 'gone' end;
exception
  when unique_violation then return 'busy';
  -- Its session was erased in this moment.
  when no_data_found then return 'gone';
end
$$;
