-- read_checkpoints(users, stream_ids, from_units) → (stream_id, status, start_unit, text), a row for each user's stream
-- Does: gives the durable text of streams from the checkpoint on that holds the unit asked for, so it may begin earlier;
--   '' when nothing is new or the stream is over. A stream that is not the user's has no row.
-- Errors: none.
-- Runs as: duck_reader, after its own owner check; takes no lock.
-- Example: select * from read_checkpoints('{local}', array[:stream]::uuid[], '{0}');
create or replace function read_checkpoints(p_users text[], p_stream_ids uuid[], p_from_units integer[])
returns table (stream_id uuid, status text, start_unit integer, text text)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  select s.id, s.status, coalesce(fresh.start_unit, asked.from_unit), coalesce(fresh.text, '')
  from unnest(p_users, p_stream_ids, p_from_units) as asked (user_id, id, from_unit)
  join message_streams s on s.id = asked.id
  join chat_sessions c on c.id = s.session_id and c.user_id = asked.user_id and c.deleted_at is null
  cross join lateral (
    select min(p.start_unit) as start_unit, string_agg(p.delta, '' order by p.start_unit) as text
    from stream_checkpoints p
    where p.stream_id = s.id and p.end_unit > asked.from_unit
  ) fresh
$$;
