-- restore_session(user, session_id) → true when it was hidden
-- Does: shows a deleted session again, with all its messages; one that is live stays as it is.
-- Errors: QK404 unless the session is there and the user's; QK501; 55P03 after 1 s in the row's queue or for its holder.
-- Runs as: duck_writer, after its own owner check; locks the session's row.
-- Example: select restore_session('local', 's1');
create or replace function restore_session(p_user text, p_session_id text) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  v_deleted_at timestamptz;
begin
  perform begin_write(1000);
  select deleted_at into v_deleted_at from chat_sessions
    where id = p_session_id and user_id = p_user
    for no key update;
  if not found then
    raise exception using errcode = 'QK404', message = 'session not found';
  end if;
  if v_deleted_at is null then
    return false;
  end if;
  update chat_sessions set deleted_at = null, updated_at = now() where id = p_session_id;
  return true;
end
$$;
