-- legacy_slice(array, from, end) → jsonb
-- Does: gives the elements of an array from the place `from` to the one before `end`, without a look at the others.
-- Errors: none.
-- Runs as: caller; takes no lock.
-- Example: select legacy_slice('[1, 2, 3]', 1, 3); -- [2, 3]
create or replace function legacy_slice(p_array jsonb, p_from integer, p_end integer) returns jsonb
language sql immutable
as $$
  select case when p_from >= p_end then '[]'
    else jsonb_path_query_array(p_array, '$[$from to $to]', jsonb_build_object('from', p_from, 'to', p_end - 1)) end
$$;
