-- A message is its session's user's to read, and nobody's to change. Rows are made by append_locked alone.
alter table messages enable row level security;
alter table messages force row level security;

drop policy if exists app_reads on messages;
create policy app_reads on messages for select to duck_app using (exists (
  select from chat_sessions s
  where s.id = session_id and s.user_id = nullif(current_setting('app.user_id', true), '')));
drop policy if exists writer_reads on messages;
create policy writer_reads on messages for select to duck_writer using (true);
drop policy if exists writer_appends on messages;
create policy writer_appends on messages for insert to duck_writer with check (true);
drop policy if exists reader_reads on messages;
create policy reader_reads on messages for select to duck_reader using (true);
