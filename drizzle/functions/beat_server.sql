-- beat_server(server_id) → every server's (id, beat), its own included
-- Does: makes the server known as a writer of streams, or counts its beat up; the others' beats tell whether they live.
-- Errors: none.
-- Runs as: duck_writer, for the server itself; locks its own row.
-- Example: select * from beat_server(:server);
create or replace function beat_server(p_server_id uuid) returns table (id uuid, beat bigint)
language sql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
  with mine as (
    insert into servers as s (id, beat) values (p_server_id, 1)
    on conflict (id) do update set beat = s.beat + 1 returning s.id, s.beat
  )
  select mine.id, mine.beat from mine union all select s.id, s.beat from servers s where s.id <> p_server_id
$$;
