-- legacy_counts() → (array, reads, rows, unabsorbed, waiting, held, quarantined, finished)
-- Does: says for the metrics where the move stands: sessions by what counts for them, those whose arrays were never absorbed, versions
--   that wait for the worker, last answers that are held back, what lies in quarantine, and whether every session was cut over.
-- Errors: none.
-- Runs as: duck_writer; takes no lock.
-- Example: select * from legacy_counts();
create or replace function legacy_counts(
  out "array" integer, out reads integer, out rows integer, out unabsorbed integer, out waiting integer,
  out held integer, out quarantined integer, out finished boolean
)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  select count(*) filter (where c.storage = 'array'), count(*) filter (where c.storage = 'reads'),
      count(*) filter (where c.storage = 'rows'),
      count(*) filter (where c.storage <> 'rows' and l.absorbed_at is null)
    into "array", reads, rows, unabsorbed
    from chat_sessions c left join legacy_sessions l on l.session_id = c.id;
  select count(*) filter (where v.place is null), count(v.place) into waiting, held from legacy_versions v;
  select count(*) into quarantined from legacy_quarantine;
  finished := exists (select from legacy_state s where s.finished_at is not null);
end
$$;
