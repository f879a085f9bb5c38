-- legacy_open_session(user, session_id) → open, busy, or moving
-- Does: makes rows of a session's array before somebody reads it in the product, if it was never absorbed, so that its history shows.
--   Open: there is nothing to do, or it is done; another's session is none of the caller's business. Busy: someone holds
--   it. Moving: it is large or more than 500 elements, or versions of it wait, and the worker now takes it before all others.
--   What may still grow stays held back.
-- Errors: 25006 where the database only reads.
-- Runs as: duck_writer, after its own owner check; takes the session's row and lock, without waiting.
-- Example: select legacy_open_session('local', 's1');
create or replace function legacy_open_session(p_user text, p_session_id text) returns text
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  -- What was written a moment ago may be an answer that still grows.
  v_hold boolean;
begin
  perform 1 from chat_sessions c left join legacy_sessions l on l.session_id = c.id
    where c.id = p_session_id and c.user_id = p_user and c.deleted_at is null and c.storage <> 'rows'
      and l.absorbed_at is null;
  if not found then return 'open'; end if;
  perform begin_write(100);
  perform 1 from chat_sessions where id = p_session_id and user_id = p_user for no key update skip locked;
  if not found or not pg_try_advisory_xact_lock(session_lock_key(p_session_id)) then return 'busy'; end if;
  if (legacy_session(p_session_id)).absorbed_at is not null then return 'open'; end if;
  v_hold := exists (select from legacy_state where captured_at > clock_timestamp() - interval '10 s');
  if not exists (select from legacy_versions v where v.session_id = p_session_id and v.place is null)
    and legacy_absorb_any_locked(p_session_id, 500, v_hold) then
    return 'open';
  end if;
  update legacy_sessions set front = true where session_id = p_session_id and not front;
  return 'moving';
end
$$;
