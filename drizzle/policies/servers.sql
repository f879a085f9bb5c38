-- The beats of the servers are no user's business.
alter table servers enable row level security;
alter table servers force row level security;

drop policy if exists writer_all on servers;
create policy writer_all on servers to duck_writer using (true) with check (true);
