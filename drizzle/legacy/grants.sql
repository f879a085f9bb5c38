-- Who may do what in a database that was adopted, beside policies/grants.sql; applied after it.
grant select on legacy_state to duck_app;
grant select, insert, update, delete
  on legacy_sessions, legacy_versions, legacy_quarantine, legacy_log to duck_writer;
grant select, update on legacy_state to duck_writer;
grant update (messages, storage) on chat_sessions to duck_writer;
revoke all on legacy_kept, legacy_state, legacy_sessions, legacy_versions, legacy_quarantine, legacy_log from public;

grant create on schema public to duck_writer;
alter function legacy_backfill(text, integer, integer, integer) owner to duck_writer;
alter function legacy_capture() owner to duck_writer;
alter function legacy_counts() owner to duck_writer;
alter function legacy_cut_over(text, text) owner to duck_writer;
alter function legacy_open_session(text, text) owner to duck_writer;
alter function legacy_roll_back(text) owner to duck_writer;
alter function legacy_shadow_read(text, text) owner to duck_writer;
alter function legacy_verify(text) owner to duck_writer;
alter function legacy_verify_some(text, integer) owner to duck_writer;
alter function legacy_work(integer, integer) owner to duck_writer;
revoke create on schema public from duck_writer;

grant execute on function legacy_counts(), legacy_open_session(text, text), legacy_shadow_read(text, text),
  legacy_work(integer, integer) to duck_app;
do $$
declare
  v_function regprocedure;
  v_kept     text;
begin
  for v_function in
    select p.oid from pg_proc p where p.pronamespace = 'public'::regnamespace
      and (p.proname like 'legacy\_%' or p.proname = 'insert_legacy_locked')
  loop
    execute format('revoke execute on function %s from public', v_function);
    execute format('grant execute on function %s to duck_writer', v_function);
  end loop;
  -- What others could do before; with the table itself only until the move is finished.
  for v_kept in
    select k.statement from legacy_kept k cross join legacy_state s
    where s.finished_at is null or k.statement not like '% on chat\_sessions to public'
  loop
    begin
      execute v_kept;
    exception when undefined_function or undefined_object then
      null; -- It was dropped since.
    end;
  end loop;
end
$$;
