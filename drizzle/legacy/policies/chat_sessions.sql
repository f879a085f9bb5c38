-- Until the move is finished the old app reaches its table as before: row level security is not forced on the owner, and where
-- the table had none, a policy lets every role through that is none of ours. Applied after policies/chat_sessions.sql.
do $$
begin
  -- Whatever policies of the old app hold for everybody, the product sees its user's sessions alone.
  drop policy if exists legacy_own on chat_sessions;
  create policy legacy_own on chat_sessions as restrictive to duck_app
    using (user_id = nullif(current_setting('app.user_id', true), ''))
    with check (user_id = nullif(current_setting('app.user_id', true), ''));
  drop policy if exists legacy_keeps on chat_sessions;
  if exists (select from legacy_state where finished_at is not null) then return; end if;
  alter table chat_sessions no force row level security;
  if exists (select from legacy_state where not had_rls) then
    create policy legacy_keeps on chat_sessions
      using (not pg_has_role(current_user, 'duck_app', 'member')
        and current_user not in ('duck_app', 'duck_writer', 'duck_reader', 'duck_auth'))
      with check (not pg_has_role(current_user, 'duck_app', 'member')
        and current_user not in ('duck_app', 'duck_writer', 'duck_reader', 'duck_auth'));
  end if;
end
$$;
