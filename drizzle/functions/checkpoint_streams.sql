-- checkpoint_streams(server_id, stream_ids, start_units, end_units, deltas) → (stream_id, durable_unit)
-- Does: makes text of open streams durable, all in one statement. A delta that does not start where the durable text ends
--   is left out; the answer names, per stream that is open and this server's, where it ends now, or null where somebody
--   holds the stream at the moment: it keeps no other waiting. A stream that is missing from the answer is no longer this
--   server's to write. Units are UTF-16 code units, counted by the writer.
-- Errors: none.
-- Runs as: duck_writer, for the server that owns the streams; pins the streams' rows.
-- Example: select * from checkpoint_streams(:server, array[:stream]::uuid[], '{0}', '{5}', '{Hello}');
create or replace function checkpoint_streams(
  p_server_id uuid, p_stream_ids uuid[], p_start_units integer[], p_end_units integer[], p_deltas text[]
) returns table (stream_id uuid, durable_unit integer)
language sql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
  with owned as materialized (
    -- locked, so that none is finalized between this look and the insert
    select s.id from message_streams s
    where s.id = any (p_stream_ids) and s.server_id = p_server_id and s.status = 'open'
    order by s.id for key share skip locked
  ), given as (
    select g.*, coalesce((
      select c.end_unit from stream_checkpoints c
      where c.stream_id = g.id order by c.start_unit desc limit 1), 0) as durable
    from unnest(p_stream_ids, p_start_units, p_end_units, p_deltas) as g (id, start_unit, end_unit, delta)
    join owned on owned.id = g.id
  ), added as (
    insert into stream_checkpoints as c (stream_id, start_unit, end_unit, delta)
    select id, start_unit, end_unit, delta from given where start_unit = durable
    returning c.stream_id, c.end_unit
  )
  select s.id, coalesce(added.end_unit, given.durable)
  from message_streams s
  left join given on given.id = s.id
  left join added on added.stream_id = s.id
  where s.id = any (p_stream_ids) and s.server_id = p_server_id and s.status = 'open'
$$;
