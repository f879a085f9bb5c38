-- legacy_clock(text) → timestamptz, or null where it is no time
-- Does: reads a time that is a number: seconds since 1970 or, above 10^11, milliseconds.
-- Errors: none.
-- Runs as: caller; takes no lock.
-- Example: select legacy_clock('1714557600000');
create or replace function legacy_clock(p_text text) returns timestamptz
language sql immutable
as $$
  select case
    when p_text !~ '^\d{1,16}(\.\d{1,9})?$' then null
    when p_text::numeric > 253402300799999 then null
    when p_text::numeric > 100000000000 then to_timestamp(p_text::numeric / 1000)
    else to_timestamp(p_text::numeric)
  end
$$;
