-- legacy_verify_some(after, limit) → (session_id, ok, detail, elements, rows, digest)
-- Does: proves the next sessions after `after`, in key order, and notes of those that are proved when they were. What someone holds is
--   proved too, and not noted.
-- Errors: none.
-- Runs as: duck_writer; locks rows of legacy_sessions, without waiting.
-- Example: select * from legacy_verify_some('', 100);
create or replace function legacy_verify_some(p_after text, p_limit integer default 100)
returns table (session_id text, ok boolean, detail text, elements integer, rows integer, digest text)
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
#variable_conflict use_column
declare
  v_proved text[] := '{}';
begin
  for session_id, ok, detail, elements, rows, digest in
    select c.id, v.ok, v.detail, v.elements, v.rows, v.digest
    from (select id from chat_sessions where id > p_after order by id limit p_limit) c
    cross join lateral legacy_verify(c.id) v order by c.id
  loop
    if ok then v_proved := v_proved || session_id; end if;
    return next;
  end loop;
  update legacy_sessions set verified_at = statement_timestamp()
    where session_id = any (array(
      select s.session_id from legacy_sessions s where s.session_id = any (v_proved) for no key update skip locked));
end
$$;
