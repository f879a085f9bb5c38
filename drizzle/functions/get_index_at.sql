-- get_index_at(user, session_id, time) → message index, null when every message is older
-- Does: finds the first message at or after a time by halving the indexes, in one read a step. Clocks jump, so times need not
--   go up with the indexes: what comes is an index whose message is not older while the one before it is.
-- Errors: QK404 unless the session is there, live and the user's.
-- Runs as: duck_reader, after its own owner check; takes no lock.
-- Example: select get_index_at('local', 's1', now() - interval '1 day');
create or replace function get_index_at(p_user text, p_session_id text, p_time timestamptz) returns integer
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  v_count  integer := get_session_message_count(p_user, p_session_id);
  v_older  integer := -1;
  v_found  integer := v_count;
  v_middle integer;
begin
  while v_found - v_older > 1 loop
    v_middle := v_older + (v_found - v_older) / 2;
    if (select m.created_at < p_time from messages m
        where m.session_id = p_session_id and m.message_index = v_middle) then
      v_older := v_middle;
    else
      v_found := v_middle;
    end if;
  end loop;
  return nullif(v_found, v_count);
end
$$;
