import { DuckError } from '@duck/protocol'
import type postgres from 'postgres'
import { sqlstate } from '../errors.ts'
import type { SqlFile } from './sql-files.ts'

/** How long a table that an old app uses may be waited for, with the old app behind; and how often. */
const OLD_TABLE_WAIT_MS = 100
const OLD_TABLE_TRIES = 300
const LOCK_TIMEOUT = '55P03'
const DEADLOCK = '40P01'

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
 * The same where an old app may use the table: whoever waits for it for long holds up all that come after, so it waits a
 * moment, again and again.
 *
 * @throws SERVICE_UNAVAILABLE when the old app never let it in.
 */
export async function applyBesideOldApp(
  sql: postgres.Sql,
  files: readonly SqlFile[],
  most: number = OLD_TABLE_TRIES,
): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await applyFiles(sql, files, OLD_TABLE_WAIT_MS)
    } catch (error) {
      const state = sqlstate(error instanceof Error && error.cause ? error.cause : error)
      if (state !== LOCK_TIMEOUT && state !== DEADLOCK) throw error
      if (tries === most)
        throw new DuckError(
          'SERVICE_UNAVAILABLE',
          'Somebody uses chat_sessions all the time, and never let it go for a moment.',
          {},
          error,
        )
      await new Promise((wake) => setTimeout(wake, OLD_TABLE_WAIT_MS * (0.5 + Math.random())))
    }
  }
}

export async function executeFile(sql: postgres.ISql, file: SqlFile): Promise<void> {
  await sql.unsafe(file.text).catch((error: Error) => {
    throw new Error(`The file drizzle/${file.name} was refused: ${error.message}.`, { cause: error })
  })
}
