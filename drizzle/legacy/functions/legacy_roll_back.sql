-- legacy_roll_back(session_id) → rolled-back, already, or busy
-- Does: lets a session's array be what counts again: adds the messages of ours that it has not, in their order, and lets the old app
--   write it. A value that is no array, which is in quarantine, becomes one where there are messages to add.
-- Errors: none of its own.
-- Runs as: duck_writer; takes the session's row and lock, without waiting.
-- Example: select legacy_roll_back('s1');
create or replace function legacy_roll_back(p_session_id text) returns text
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  set timezone = 'UTC' set plan_cache_mode = force_generic_plan set enable_seqscan = off
  set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  v_session chat_sessions;
  v_before  text;
  v_known   legacy_sessions;
  v_count   integer;
  v_missing uuid[];
begin
  perform begin_write(100);
  -- What is missing is looked for before the session is taken, since that takes long; rows that come until then are newer.
  select c.xmin::text into v_before from chat_sessions c where c.id = p_session_id;
  select * into v_session from chat_sessions where id = p_session_id;
  select * into v_known from legacy_sessions where session_id = p_session_id;
  v_count := session_message_count(p_session_id);
  v_missing := array(
    select m.id from messages m
    where m.session_id = p_session_id and m.origin <> 'legacy' and not exists (
      select from legacy_element_rows(p_session_id, coalesce(v_known.id_ms, 0),
        case when jsonb_typeof(v_session.messages) = 'array' then v_session.messages else '[]' end, true) r
      where r.id = m.id)
    order by m.message_index);
  if not legacy_hold_kept(p_session_id) then return 'busy'; end if;
  -- In a statement of its own, which sees what was committed until the session was held.
  perform 1 from chat_sessions c where c.id = p_session_id and c.xmin::text = v_before;
  if not found then return 'busy'; end if;
  v_known := legacy_session(p_session_id);
  -- While it was mirrored, a row that was appended meanwhile would have changed the session's.
  v_missing := v_missing || array(
    select m.id from messages m where m.session_id = p_session_id and m.message_index >= v_count and m.origin <> 'legacy'
      and m.id <> all (v_missing)
    order by m.message_index);
  if v_session.storage = 'array' and cardinality(v_missing) = 0 then return 'already'; end if;
  if cardinality(v_missing) > 0 then
    -- Something follows it from now on.
    perform legacy_settle_locked(p_session_id);
    if coalesce(jsonb_typeof(v_session.messages), 'null') not in ('array', 'null') then
      perform legacy_quarantine_locked(p_session_id, v_session.messages, 'no array');
      perform set_config('duck.mirrors', 'on', true);
      update chat_sessions set messages = '[]' where id = p_session_id;
    end if;
    perform legacy_add_locked(array[p_session_id], v_missing);
  end if;
  update chat_sessions set storage = 'array' where id = p_session_id;
  -- Whatever it was, its array is in the rows.
  update legacy_sessions
    set cut_over_at = null, verified_at = null, absorbed_at = coalesce(absorbed_at, case
      when v_session.storage = 'rows' then clock_timestamp() end)
    where session_id = p_session_id;
  insert into legacy_log (session_id, step, detail)
    values (p_session_id, 'rolled-back', jsonb_build_object('from', v_session.storage, 'added', cardinality(v_missing)));
  return 'rolled-back';
end
$$;
