-- legacy_shadow_read(user, session_id) → same, differs, waiting, or off
-- Does: compares what a reader of the rows is given with the array of the old app, while that is what counts. Waiting: the old app
--   wrote what is no row yet. Off: the session is no longer compared, or not this user's.
-- Errors: none.
-- Runs as: duck_writer, after its own owner check; takes no lock.
-- Example: select legacy_shadow_read('local', 's1');
create or replace function legacy_shadow_read(p_user text, p_session_id text) returns text
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  v_proof record;
begin
  perform 1 from chat_sessions where id = p_session_id and user_id = p_user and storage = 'array';
  if not found then return 'off'; end if;
  perform 1 from legacy_sessions where session_id = p_session_id and absorbed_at is not null;
  if not found or exists (select from legacy_versions where session_id = p_session_id) then return 'waiting'; end if;
  v_proof := legacy_verify(p_session_id);
  return case when v_proof.ok then 'same' else 'differs' end;
end
$$;
