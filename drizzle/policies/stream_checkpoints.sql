-- Text of running answers is read and written by the functions of the streams alone.
alter table stream_checkpoints enable row level security;
alter table stream_checkpoints force row level security;

drop policy if exists writer_all on stream_checkpoints;
create policy writer_all on stream_checkpoints to duck_writer using (true) with check (true);
drop policy if exists reader_reads on stream_checkpoints;
create policy reader_reads on stream_checkpoints for select to duck_reader using (true);
