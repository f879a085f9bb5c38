-- stream_text(stream_id) → the durable text of a running stream, '' when there is none
-- Checks no owner: for other functions.
-- Example: select stream_text(:stream);
create or replace function stream_text(p_stream_id uuid) returns text
language sql stable strict
as $$
  select coalesce(string_agg(delta, '' order by start_unit), '')
  from stream_checkpoints where stream_id = p_stream_id
$$;
