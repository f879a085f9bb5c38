-- A session is its user's. Nobody sees or makes one without `app.user_id` set in the transaction.
alter table chat_sessions enable row level security;
alter table chat_sessions force row level security;

drop policy if exists app_reads on chat_sessions;
create policy app_reads on chat_sessions for select to duck_app
  using (user_id = nullif(current_setting('app.user_id', true), ''));
drop policy if exists app_creates on chat_sessions;
create policy app_creates on chat_sessions for insert to duck_app
  with check (user_id = nullif(current_setting('app.user_id', true), ''));
drop policy if exists app_changes on chat_sessions;
create policy app_changes on chat_sessions for update to duck_app
  using (user_id = nullif(current_setting('app.user_id', true), ''))
  with check (user_id = nullif(current_setting('app.user_id', true), ''));

drop policy if exists writer_all on chat_sessions;
create policy writer_all on chat_sessions to duck_writer using (true) with check (true);
drop policy if exists reader_reads on chat_sessions;
create policy reader_reads on chat_sessions for select to duck_reader using (true);
