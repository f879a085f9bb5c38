import type postgres from 'postgres'
import type { SqlFile } from './sql-files.ts'
import { whenFree } from './when-free.ts'

/** All in one transaction, so that no caller ever meets a mixture; a function may call one created after it. */
export async function applyFiles(
  sql: postgres.Sql,
  files: readonly SqlFile[],
  waitMs?: number,
): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`set local search_path = public`
    await tx`set local check_function_bodies = off`
    if (waitMs !== undefined) await tx`select set_config('lock_timeout', ${`${waitMs}ms`}, true)`
    for (const file of files) {
      await executeFile(tx, file)
      await tx`
        insert into duck_migrations (name, hash) values (${file.name}, ${file.hash})
        on conflict (name) do update set hash = excluded.hash, applied_at = now()
        where duck_migrations.hash <> excluded.hash`
    }
  })
}

/**
 * The same where an old app may use the table.
 *
 * @throws SERVICE_UNAVAILABLE when the old app never let it in.
 */
export function applyBesideOldApp(sql: postgres.Sql, files: readonly SqlFile[]): Promise<void> {
  return whenFree((waitMs) => applyFiles(sql, files, waitMs))
}

export async function executeFile(sql: postgres.ISql, file: SqlFile): Promise<void> {
  await sql.unsafe(file.text).catch((error: Error) => {
    throw new Error(`The file drizzle/${file.name} was refused: ${error.message}.`, { cause: error })
  })
}
