import type postgres from 'postgres'
import { executeFile } from './apply-files.ts'
import { sqlFiles } from './sql-files.ts'

/**
 * Makes an adopted database, whose columns `messages` and `storage` were just dropped, an ordinary one: what stood in the place of
 * ours is ours again, what was only for the move is dropped. What it left to be read stays: archive, quarantine, log, users.
 * In the same transaction, so that no append meets a mixture.
 */
export async function leaveLegacy(tx: postgres.TransactionSql): Promise<void> {
  await tx`set local search_path = public`
  await tx`set local check_function_bodies = off`
  const replaced = new Set(
    (await sqlFiles('legacy/functions')).map(({ name }) => name.replace('legacy/', '')),
  )
  for (const file of await sqlFiles('functions')) if (replaced.has(file.name)) await executeFile(tx, file)
  await tx.unsafe(`
    do $$
    declare
      v_function regprocedure;
    begin
      for v_function in
        select p.oid from pg_proc p where p.pronamespace = 'public'::regnamespace
          and (p.proname like 'legacy\\_%' or p.proname = 'insert_legacy_locked')
      loop
        execute format('drop function %s', v_function);
      end loop;
    end
    $$;
    drop policy if exists legacy_own on chat_sessions;
    drop policy if exists legacy_keeps on chat_sessions;
    drop table legacy_versions, legacy_sessions, legacy_state, legacy_kept;
    drop type legacy_plan, legacy_row;
    delete from duck_migrations where name like 'legacy/%'`)
}
