-- Feedback is given and read by its own functions alone.
alter table message_feedback enable row level security;
alter table message_feedback force row level security;

drop policy if exists writer_all on message_feedback;
create policy writer_all on message_feedback to duck_writer using (true) with check (true);
drop policy if exists reader_reads on message_feedback;
create policy reader_reads on message_feedback for select to duck_reader using (true);
