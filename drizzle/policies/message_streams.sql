-- A stream is its session's user's to read; the functions of the streams write it.
alter table message_streams enable row level security;
alter table message_streams force row level security;

drop policy if exists app_reads on message_streams;
create policy app_reads on message_streams for select to duck_app using (exists (
  select from chat_sessions s
  where s.id = session_id and s.user_id = nullif(current_setting('app.user_id', true), '')));
drop policy if exists writer_all on message_streams;
create policy writer_all on message_streams to duck_writer using (true) with check (true);
drop policy if exists reader_reads on message_streams;
create policy reader_reads on message_streams for select to duck_reader using (true);
