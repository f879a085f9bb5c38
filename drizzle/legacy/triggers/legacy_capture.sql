-- legacy_capture() → trigger on chat_sessions
-- Does: makes rows of what an old app writes into `messages`, in the same commit; what it cannot make rows of at once, for
--   whatever reason, it keeps as it is for the worker, so that an old app's write never fails by it. Once a session is cut
--   over it refuses: an old app that was forgotten must be heard of.
-- Errors: QK410 the session was cut over.
-- Runs as: duck_writer; the triggers are ENABLE ALWAYS, so session_replication_role does not pass them.
-- Example: update chat_sessions set messages = messages || '[{"role": "user", "content": "Hello"}]' where id = 's1';
create or replace function legacy_capture() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  set lock_timeout = '150ms' set timezone = 'UTC' set plan_cache_mode = force_generic_plan set enable_seqscan = off
  set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  v_old jsonb;
  v_new jsonb;
begin
  if current_setting('duck.mirrors', true) = 'on' then return null; end if;
  -- Unpacked once: each look at a large value would unpack it again.
  v_new := coalesce(new.messages #> '{}', '[]');
  v_old := case when tg_op = 'UPDATE' then coalesce(old.messages #> '{}', '[]') else '[]' end;
  if v_new = v_old then return null; end if;
  if new.storage = 'rows' then
    raise exception using errcode = 'QK410', message = 'this session was cut over: its messages are rows, no longer an array',
      hint = 'Stop the old app, or roll the session back with: duck legacy roll-back';
  end if;
  begin
    if legacy_capture_version(new.id, v_old, v_new) then return null; end if;
  exception when others then
    insert into legacy_log (session_id, step, detail) values (new.id, 'kept', jsonb_build_object('sqlstate', sqlstate));
  end;
  -- As they are stored: they are copied packed.
  perform legacy_keep_version(new.id, case when tg_op = 'UPDATE' then old.messages end, new.messages);
  return null;
end
$$;
