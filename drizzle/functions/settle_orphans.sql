-- settle_orphans(server_id, limit) → the streams ended, with what changed: (stream_id, session_id, user_id, message_index,
--   message_count, head_id)
-- Does: ends every running stream of a dead server as `interrupted`, each with the text of its checkpoints. Several servers
--   may do it at once: each stream is settled once. It waits for nobody: a stream whose session someone holds is left for
--   the next call. At most `limit` streams are settled, so that no transaction gets long.
-- Errors: QK501.
-- Runs as: duck_writer, for whoever found the server dead; pins the sessions' rows and takes their locks, without waiting.
-- Example: select * from settle_orphans(:dead_server, 20);
create or replace function settle_orphans(p_server_id uuid, p_limit integer) returns table (
  stream_id uuid, session_id text, user_id text, message_index integer, message_count integer, head_id uuid
)
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
#variable_conflict use_column
declare
  v_orphan record;
  v_stream message_streams;
  v_text   text;
  v_busy   text;
  v_ended  integer := 0;
begin
  perform begin_write(2000);
  for v_orphan in
    select s.id, s.session_id, c.user_id from message_streams s join chat_sessions c on c.id = s.session_id
    where s.server_id = p_server_id and s.ended_at is null
    order by s.session_id, s.created_at
  loop
    exit when v_ended = p_limit;
    continue when v_orphan.session_id = v_busy;
    if (hold_sessions(array[v_orphan.session_id], false, true)).held is null then
      v_busy := v_orphan.session_id;
      continue;
    end if;
    select * into v_stream from message_streams where id = v_orphan.id and ended_at is null for update skip locked;
    continue when not found;
    v_text := stream_text(v_stream.id);
    -- As at any other end: text of nothing but blanks is no answer.
    if v_text !~ '\S' then v_text := ''; end if;
    message_index := end_locked(v_stream, 'interrupted', 'interrupted', v_text,
      jsonb_build_object('model', v_stream.model, 'promptId', v_stream.prompt_id), 'server-died');
    stream_id := v_stream.id;
    session_id := v_stream.session_id;
    user_id := v_orphan.user_id;
    select t.message_count, t.head_id into message_count, head_id from session_tail(v_stream.session_id) t;
    v_ended := v_ended + 1;
    return next;
  end loop;
end
$$;
