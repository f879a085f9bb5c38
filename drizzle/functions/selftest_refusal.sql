-- selftest_refusal(role, user, statement) → the SQLSTATE the statement was refused with, or '00000'
-- Does: tries one statement as a role, with that user set, and takes back whatever it did. A null role is the caller.
-- Errors: none of the statement's leaves it.
-- Runs as: caller, an operator who may become the role.
-- Example: select selftest_refusal('duck_app', 'local', 'truncate messages');
create or replace function selftest_refusal(p_role text, p_user text, p_statement text) returns text
language plpgsql volatile
as $$
declare
  v_state text;
begin
  begin
    if p_role is not null then perform set_config('role', p_role, true); end if;
    perform set_config('app.user_id', coalesce(p_user, ''), true);
    execute p_statement;
    raise exception using errcode = 'QK000', message = 'take it back';
  -- Not among the others: a check that fails.
  exception when others or assert_failure then
    v_state := sqlstate;
  end;
  return case v_state when 'QK000' then '00000' else v_state end;
end
$$;
