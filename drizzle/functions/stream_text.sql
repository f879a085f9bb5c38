-- stream_text(stream_id) → the durable text of a running stream, '' when there is none
-- Does: puts the checkpoints together in their order.
-- Errors: none.
-- Runs as: caller, for other functions: it checks no owner.
-- Example: select stream_text(:stream);
create or replace function stream_text(p_stream_id uuid) returns text
language sql stable strict
as $$
  select coalesce(string_agg(delta, '' order by start_unit), '')
  from stream_checkpoints where stream_id = p_stream_id
$$;
