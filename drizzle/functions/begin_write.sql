-- begin_write(wait_ms) → nothing
-- Does: what every writing function begins with: refuses any isolation level but READ COMMITTED, under which the
--   statements after a lock see what its last holder committed; sets how long this transaction waits for a lock;
--   and turns an asynchronous commit, which can lose what was acked, into a synchronous one.
-- Errors: QK501 wrong isolation level.
-- Runs as: caller; takes no lock.
-- Example: select begin_write(2000);
create or replace function begin_write(p_wait_ms integer) returns void
language plpgsql volatile
as $$
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception using errcode = 'QK501', message = 'isolation level is not read committed';
  end if;
  perform set_config('lock_timeout', greatest(p_wait_ms, 1)::text, true);
  if current_setting('synchronous_commit') = 'off' then
    perform set_config('synchronous_commit', 'on', true);
  end if;
end
$$;
