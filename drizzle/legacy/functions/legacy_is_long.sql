-- legacy_is_long(array) → boolean
-- Does: tells whether an array has over 1,000 elements or is over 1 MB, unpacked: to look at each of them, or to write it anew, would
--   hold an old app up.
-- Errors: none.
-- Runs as: caller; takes no lock.
-- Example: select legacy_is_long('[{"role": "user", "content": "Hello"}]');
create or replace function legacy_is_long(p_array jsonb) returns boolean
language sql immutable
as $$
  select legacy_length(p_array) > 1000 or legacy_is_large(p_array)
$$;
