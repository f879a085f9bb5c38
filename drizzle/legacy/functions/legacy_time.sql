-- legacy_time(element) → timestamptz, or null where the element has no time that can be read
-- Does: reads the time of an element from `timestamp`, `createdAt`, `created_at` or `time`: ISO 8601, UTC without a zone, or a
--   number of seconds or, above 10^11, milliseconds, also as text. Expects the time zone to be UTC.
-- Errors: none.
-- Runs as: caller; takes no lock.
-- Example: select legacy_time('{"timestamp": "2024-05-01T10:00:00Z"}');
create or replace function legacy_time(p_element jsonb) returns timestamptz
language plpgsql stable
as $$
declare
  v_raw  jsonb := coalesce(nullif(p_element -> 'timestamp', 'null'), nullif(p_element -> 'createdAt', 'null'),
    nullif(p_element -> 'created_at', 'null'), nullif(p_element -> 'time', 'null'));
  v_text text := v_raw #>> '{}';
  v_time timestamptz;
  v_ms   numeric;
begin
  if v_text is null or length(v_text) > 40 then return null; end if;
  if v_text ~ '^[1-9]\d{3}-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])[T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-](0\d|1[0-4])(:?[0-5]\d)?)?$' then
    return v_text::timestamptz;
  end if;
  if v_text ~ '^\d{1,16}(\.\d{1,9})?$' then
    v_ms := v_text::numeric * case when v_text::numeric > 100000000000 then 1 else 1000 end;
    return case when v_ms < 253402300800000 then to_timestamp(v_ms / 1000) end;
  end if;
  if v_text !~ '^[1-9]\d{3}-' then return null; end if;
  begin
    v_time := v_text::timestamptz;
  exception when others then
    return null;
  end;
  return v_time;
end
$$;
