-- What the move remembers holds text of messages: for its functions alone.
do $$
declare
  v_table text;
begin
  foreach v_table in array array[
    'legacy_state', 'legacy_kept', 'legacy_sessions', 'legacy_versions', 'legacy_quarantine', 'legacy_log'
  ] loop
    execute format('alter table %I enable row level security', v_table);
    execute format('drop policy if exists writer_all on %I', v_table);
    execute format('create policy writer_all on %I to duck_writer using (true) with check (true)', v_table);
  end loop;
end
$$;

drop policy if exists app_reads on legacy_state;
create policy app_reads on legacy_state for select to duck_app using (true);
