-- legacy_length(array) → integer
-- Does: counts the elements of an array; 0 for null and for what is no array.
-- Errors: none.
-- Runs as: caller; takes no lock.
-- Example: select legacy_length('[{"role": "user", "content": "Hello"}]');
create or replace function legacy_length(p_array jsonb) returns integer
language sql immutable
as $$
  select case when jsonb_typeof(p_array) = 'array' then jsonb_array_length(p_array) else 0 end
$$;
