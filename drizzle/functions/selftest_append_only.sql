-- selftest_append_only() → (check, ok, detail), one row a check
-- Does: proves on this very database that messages are append-only: makes a session as the app, appends, tries every way
--   to change it as the app and as the caller, and takes all of it back. It holds no lock that others wait for.
-- Errors: none; a check that cannot be made is not ok, and says why.
-- Runs as: caller, an operator: the tables' owner or a superuser.
-- Example: select * from selftest_append_only();
create or replace function selftest_append_only() returns table ("check" text, ok boolean, detail text)
language plpgsql volatile
as $$
declare
  v_results jsonb := '[]';
  v_case    record;
  v_found   text;
  v_user    text := 'selftest-' || gen_random_uuid();
  v_session text := gen_random_uuid();
  v_first   uuid := gen_random_uuid();
begin
  begin
    perform set_config('role', 'duck_app', true);
    perform set_config('app.user_id', v_user, true);
    insert into chat_sessions (id, user_id) values (v_session, v_user);
    perform append_message(v_user, v_session, v_first, 'user', 'first');
    perform append_message(v_user, v_session, gen_random_uuid(), 'user', 'second');
    perform set_config('role', 'none', true);

    for v_case in
      select * from (values
        ('an append gets the next index', 'duck_app', v_user, '00000',
          'do $q$ begin assert (select message_index from append_message(%1$L, %2$L, gen_random_uuid(), ''user'', ''x'')) = 2; end $q$'),
        ('the same append again gives the same row', 'duck_app', v_user, '00000',
          'do $q$ begin assert (select result = ''replay'' and message_index = 0 from append_message(%1$L, %2$L, %3$L, ''user'', ''first'')); end $q$'),
        ('an id is not used twice', 'duck_app', v_user, 'QK409',
          'select append_message(%1$L, %2$L, %3$L, ''user'', ''other'')'),
        ('another user appends nothing', 'duck_app', v_user, 'QK404',
          'select append_message(''another'', %2$L, gen_random_uuid(), ''user'', ''x'')'),
        ('another user sees nothing', 'duck_app', 'another', '00000',
          'do $q$ begin assert not exists (select from messages where session_id = %2$L); end $q$'),
        ('nobody sees nothing', 'duck_app', null, '00000',
          'do $q$ begin assert not exists (select from messages) and not exists (select from chat_sessions); end $q$'),
        ('the app updates no message', 'duck_app', v_user, '42501', 'update messages set content = ''x'' where id = %3$L'),
        ('the app deletes no message', 'duck_app', v_user, '42501', 'delete from messages where id = %3$L'),
        ('the app truncates no messages', 'duck_app', v_user, '42501', 'truncate messages'),
        ('the app inserts no message by itself', 'duck_app', v_user, '42501',
          'insert into messages (session_id, message_index, role, content) values (%2$L, 2, ''user'', ''x'')'),
        ('the owner updates no message', null, v_user, 'QK405', 'update messages set content = ''x'' where id = %3$L'),
        ('the owner deletes no message', null, v_user, 'QK405', 'delete from messages where id = %3$L'),
        ('the app erases a session', 'duck_app', v_user, '00000', 'select delete_session(%1$L, %2$L, true)'),
        -- As one who also sees messages without a session.
        ('a session is erased with its messages', null, v_user, '00000',
          'do $q$ begin perform delete_session(%1$L, %2$L, true); assert not exists (select from messages where session_id = %2$L); end $q$')
      ) as c (what, role, as_user, expected, statement)
    loop
      v_found := selftest_refusal(v_case.role, v_case.as_user,
        format(v_case.statement, v_user, v_session, v_first));
      v_results := v_results || jsonb_build_object('check', v_case.what, 'ok', v_found = v_case.expected,
        'detail', format('SQLSTATE %s, expected %s', v_found, v_case.expected));
    end loop;
    raise exception using errcode = 'QK000', message = 'take it back';
  exception when others or assert_failure then
    if sqlstate <> 'QK000' then
      v_results := v_results || jsonb_build_object('check', 'the self-test runs to its end', 'ok', false,
        'detail', format('SQLSTATE %s', sqlstate));
    end if;
  end;

  return query select r ->> 'check', (r ->> 'ok')::boolean, r ->> 'detail' from jsonb_array_elements(v_results) r;
  -- What could only be tried by stopping everybody is read from the catalog.
  return query
    select 'nobody truncates messages, and no session setting passes the triggers', count(*) = 2,
      format('%s of 2 triggers, enabled always', count(*))
    from pg_trigger where tgrelid = 'messages'::regclass and tgenabled = 'A'
      and tgname in ('messages_refuse_change', 'messages_refuse_delete');
  return query
    select 'row level security is forced on ' || relname, relrowsecurity and relforcerowsecurity,
      format('enabled %s, forced %s', relrowsecurity, relforcerowsecurity)
    from pg_class
    where oid in ('chat_sessions'::regclass, 'messages'::regclass, 'message_feedback'::regclass,
      'message_streams'::regclass, 'stream_checkpoints'::regclass, 'servers'::regclass)
    order by relname;
  return query
    select 'the role ' || rolname || ' is weak', not rolsuper and not rolbypassrls,
      format('superuser %s, bypassrls %s', rolsuper, rolbypassrls)
    from pg_roles where rolname in ('duck_app', 'duck_writer', 'duck_reader') order by rolname;
end
$$;
