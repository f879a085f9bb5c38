-- legacy_is_large(array) → boolean
-- Does: tells whether a value is over 1 MB, unpacked: to look at it takes long, however few its elements are.
-- Errors: none.
-- Runs as: caller; takes no lock.
-- Example: select legacy_is_large('[{"role": "user", "content": "Hello"}]');
create or replace function legacy_is_large(p_array jsonb) returns boolean
language sql immutable
as $$
  select coalesce(pg_column_size(p_array #> '{}') > 1000000, false)
$$;
