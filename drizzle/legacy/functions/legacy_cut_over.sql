-- legacy_cut_over(session_id, to) → moved, already, busy, waiting, or differs
-- Does: lets a session's rows be what counts. To `reads`: its array is still written, captured and mirrored, and no longer compared
--   at reads. To `rows`: the array stays as it is, and an old app that writes it is refused. Before, in the same commit,
--   all that the old app left is absorbed, the last answer too, and proved.
-- Errors: none of its own.
-- Runs as: duck_writer; takes the session's row and lock, without waiting.
-- Example: select legacy_cut_over('s1', 'rows');
create or replace function legacy_cut_over(p_session_id text, p_to text) returns text
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  set timezone = 'UTC' set plan_cache_mode = force_generic_plan set enable_seqscan = off
  set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  v_from   text;
  v_ok     boolean;
  v_detail text;
  v_digest text;
  v_proven text;
begin
  perform begin_write(100);
  -- A long array takes long to prove: before the session is taken, and it counts if its row is still the same then.
  select c.xmin::text into v_proven from chat_sessions c where c.id = p_session_id and legacy_length(c.messages) > 1000;
  if found then
    select v.ok, v.detail, v.digest into v_ok, v_detail, v_digest from legacy_verify(p_session_id) v;
  end if;
  if not legacy_hold_kept(p_session_id) then return 'busy'; end if;
  select storage into v_from from chat_sessions where id = p_session_id;
  if v_from = p_to or v_from = 'rows' then return 'already'; end if;
  if not legacy_absorb_locked(p_session_id, 2000) then
    update legacy_sessions set front = true where session_id = p_session_id;
    return 'waiting';
  end if;
  if v_ok is not true then
    select v.ok, v.detail, v.digest into v_ok, v_detail, v_digest from legacy_verify(p_session_id) v;
  elsif not exists (select from chat_sessions c where c.id = p_session_id and c.xmin::text = v_proven) then
    return 'busy';
  end if;
  if not v_ok then
    insert into legacy_log (session_id, step, detail)
      values (p_session_id, 'differs', jsonb_build_object('detail', v_detail));
    return 'differs';
  end if;
  update chat_sessions set storage = p_to where id = p_session_id;
  update legacy_sessions
    set cut_over_at = case when p_to = 'rows' then clock_timestamp() end, verified_at = null
    where session_id = p_session_id;
  insert into legacy_log (session_id, step, detail)
    values (p_session_id, 'cut-over', jsonb_build_object('to', p_to, 'digest', v_digest));
  return 'moved';
end
$$;
