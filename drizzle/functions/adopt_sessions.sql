-- adopt_sessions(guest, user) → how many sessions changed hands
-- Does: gives all sessions of a guest to the user the guest has become, deleted ones too, in one commit. Appends under way
--   end before or after it: their rows stay. Repeating it changes nothing.
-- Errors: QK501; 55P03 after 2 s behind someone who holds a session's row.
-- Runs as: duck_writer, for the caller who has proved to be both; locks the sessions' rows, in order.
-- Example: select adopt_sessions('guest-1', 'user-1');
create or replace function adopt_sessions(p_guest text, p_user text) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  v_count integer;
begin
  perform begin_write(2000);
  perform 1 from chat_sessions where user_id = p_guest order by id for no key update;
  update chat_sessions set user_id = p_user where user_id = p_guest;
  get diagnostics v_count = row_count;
  return v_count;
end
$$;
