-- legacy_backfill(after, sessions, messages, ms) → (sessions, messages, last_id, busy)
-- Does: one transaction of the backfill: makes rows of the arrays of the next sessions after `after`, in key order, that were
--   never absorbed; at most so many sessions, elements and milliseconds, though at least one session. It waits for nobody:
--   `busy` sessions were passed over, so a run that passed some begins again. An array that is large or over 2,000 elements is left to
--   the worker as a version. A session whose rows Postgres refuses goes to quarantine whole, and the run goes on. `last_id`
--   is null behind the last session.
-- Errors: none of its own.
-- Runs as: duck_writer; takes the sessions' rows and locks, without waiting.
-- Example: select * from legacy_backfill('', 100, 2000, 200);
create or replace function legacy_backfill(
  p_after text, p_sessions integer default 100, p_messages integer default 2000, p_ms integer default 200,
  out sessions integer, out messages integer, out last_id text, out busy integer
)
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  set timezone = 'UTC' set plan_cache_mode = force_generic_plan set enable_seqscan = off
  set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  v_began  timestamptz := clock_timestamp();
  -- What was written a moment ago may be an answer that still grows.
  v_hold   boolean := exists (select from legacy_state where captured_at > clock_timestamp() - interval '10 s');
  v_next   record;
  v_length integer;
begin
  perform begin_write(100);
  sessions := 0;
  messages := 0;
  busy := 0;
  for v_next in
    select c.id from chat_sessions c left join legacy_sessions l on l.session_id = c.id
    where c.id > p_after and c.storage <> 'rows' and l.absorbed_at is null
    order by c.id limit p_sessions
  loop
    exit when sessions > 0 and clock_timestamp() - v_began > p_ms * interval '1 ms';
    select legacy_length(c.messages) into v_length from chat_sessions c where c.id = v_next.id for no key update skip locked;
    if not found or not pg_try_advisory_xact_lock(session_lock_key(v_next.id)) then
      busy := busy + 1;
      last_id := v_next.id;
      continue;
    end if;
    exit when sessions > 0 and messages + v_length > p_messages;
    last_id := v_next.id;
    continue when (legacy_session(v_next.id)).absorbed_at is not null
      or exists (select from legacy_versions v where v.session_id = v_next.id and v.place is null);
    sessions := sessions + 1;
    if legacy_absorb_any_locked(v_next.id, 2000, v_hold) then
      messages := messages + v_length;
    else
      perform legacy_keep_version(v_next.id, null, (select c.messages from chat_sessions c where c.id = v_next.id));
    end if;
  end loop;
  update legacy_state set cursor_id = last_id
    where last_id > cursor_id and one = any (array(select s.one from legacy_state s for update skip locked));
end
$$;
