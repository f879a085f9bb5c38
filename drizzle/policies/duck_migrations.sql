-- What is applied may be read by the server, which looks whether it fits. Not forced: the owner writes it.
alter table duck_migrations enable row level security;

drop policy if exists app_reads on duck_migrations;
create policy app_reads on duck_migrations for select to duck_app using (true);
