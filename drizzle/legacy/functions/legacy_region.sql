-- legacy_region(old, new) → (first, last): places of `new`; last < first where elements were only taken away
-- Does: finds the one stretch in which an array differs from the one before it: all before it is the same, and all after it too,
--   but for its place. Null for both when they are equal.
-- Errors: none.
-- Runs as: caller; takes no lock.
-- Example: select * from legacy_region('[1, 2, 3]', '[1, 9, 3]'); -- 1, 1
create or replace function legacy_region(p_old jsonb, p_new jsonb, out first integer, out last integer)
language plpgsql immutable
as $$
declare
  v_old  integer := jsonb_array_length(p_old);
  v_new  integer := jsonb_array_length(p_new);
begin
  select min(z.ord) - 1, max(z.ord) - 1 into first, last
    from rows from (jsonb_array_elements(p_old), jsonb_array_elements(p_new)) with ordinality z (old, new, ord)
    where z.old is distinct from z.new;
  if first is null or v_old = v_new then return; end if;
  last := v_new - 1;
  if v_new > v_old and legacy_slice(p_old, first, v_old) = legacy_slice(p_new, first + v_new - v_old, v_new) then
    last := first + v_new - v_old - 1;
  elsif v_new < v_old and legacy_slice(p_new, first, v_new) = legacy_slice(p_old, first + v_old - v_new, v_old) then
    last := first - 1;
  end if;
end
$$;
