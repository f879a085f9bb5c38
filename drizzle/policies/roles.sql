-- The roles of the product, made once a server. None is owner, superuser or BYPASSRLS. Applied before everything else, and
-- only what is missing: a role belongs to all databases of its server.
--   duck_app     logs in; reads its user's rows, changes its sessions' settings, executes functions
--   duck_writer  owns the functions that write messages and streams or cross users
--   duck_reader  owns the functions that read, so that row level security does not slow them
--   duck_auth    logs in; signs people in, and sees nothing of what they say
do $$
declare
  v_role    text;
  v_setting text;
begin
  foreach v_role in array array['duck_writer', 'duck_reader', 'duck_app', 'duck_auth'] loop
    if to_regrole(v_role) is null then
      execute format(
        'create role %I %s', v_role, case when v_role in ('duck_app', 'duck_auth') then 'login' else 'nologin' end);
    end if;
    -- Whoever migrates gives functions to these roles and tests as them; a superuser needs no grant.
    if not pg_has_role(current_user, v_role, 'member') then
      execute format('grant %I to current_user', v_role);
    end if;
    if current_setting('server_version_num')::int >= 160000 and not pg_has_role(current_user, v_role, 'set') then
      execute format('grant %I to current_user with inherit true, set true', v_role);
    end if;
  end loop;

  for v_role, v_setting in
    select role, setting from unnest(array['duck_app', 'duck_auth']) role cross join unnest(array[
      'default_transaction_isolation=read committed', 'synchronous_commit=on', 'lock_timeout=2s',
      'statement_timeout=30s', 'idle_in_transaction_session_timeout=10s']) setting
  loop
    if not exists (
      select from pg_db_role_setting
      where setrole = to_regrole(v_role) and setdatabase = 0 and v_setting = any (setconfig)
    ) then
      execute format(
        'alter role %I set %I = %L', v_role, split_part(v_setting, '=', 1), split_part(v_setting, '=', 2));
    end if;
  end loop;
end
$$;
