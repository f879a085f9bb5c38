import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import postgres from 'postgres'

const DRIZZLE = new URL('../../../../drizzle/', import.meta.url)
const LOCK_KEY = 7_264_103_911
const OLDEST_POSTGRES = 15

interface SqlFile {
  name: string
  text: string
  hash: string
}

/**
 * Brings the database at `url` to the present schema: pending migrations in order, each in its own transaction,
 * then every function whose text changed. Two processes may do it at once; one waits. Safe to repeat.
 *
 * @throws Error a sentence for the operator: Postgres too old, a landed migration edited, a statement refused.
 */
export async function migrate(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    await refuseOldPostgres(sql)
    await sql`select pg_advisory_lock(${LOCK_KEY})`
    await sql`
      create table if not exists duck_migrations (
        name text primary key, hash text not null, applied_at timestamptz not null default now())`
    await applyMigrations(sql)
    await applyFunctions(sql)
  } finally {
    await sql.end({ timeout: 5 })
  }
}

async function refuseOldPostgres(sql: postgres.Sql): Promise<void> {
  const [row] = await sql<{ version: number }[]>`
    select current_setting('server_version_num')::int / 10000 as version`
  if (row && row.version < OLDEST_POSTGRES)
    throw new Error(`This is Postgres ${row.version}; The Duck needs ${OLDEST_POSTGRES} or newer.`)
}

async function applyMigrations(sql: postgres.Sql): Promise<void> {
  const applied = await appliedHashes(sql)
  for (const file of await sqlFiles('migrations')) {
    const hash = applied.get(file.name)
    if (hash === file.hash) continue
    if (hash !== undefined)
      throw new Error(
        `The file drizzle/${file.name} was changed after it had been applied; add a new migration instead.`,
      )
    await apply(sql, [file])
  }
}

/** All in one transaction, so that no caller ever meets a mixture; a function may call one created after it. */
async function applyFunctions(sql: postgres.Sql): Promise<void> {
  const applied = await appliedHashes(sql)
  const changed = (await sqlFiles('functions')).filter((file) => applied.get(file.name) !== file.hash)
  if (changed.length > 0) await apply(sql, changed)
}

async function apply(sql: postgres.Sql, files: SqlFile[]): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`set local check_function_bodies = off`
    for (const file of files) {
      await tx.unsafe(file.text).catch((error: Error) => {
        throw new Error(`The file drizzle/${file.name} was refused: ${error.message}.`, { cause: error })
      })
      await tx`
        insert into duck_migrations (name, hash) values (${file.name}, ${file.hash})
        on conflict (name) do update set hash = excluded.hash, applied_at = now()`
    }
  })
}

async function appliedHashes(sql: postgres.Sql): Promise<Map<string, string>> {
  const rows = await sql<{ name: string; hash: string }[]>`select name, hash from duck_migrations`
  return new Map(rows.map((row) => [row.name, row.hash]))
}

async function sqlFiles(folder: string): Promise<SqlFile[]> {
  const directory = new URL(`${folder}/`, DRIZZLE)
  const names = (await readdir(fileURLToPath(directory))).filter((name) => name.endsWith('.sql')).sort()
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(new URL(name, directory), 'utf8')
      return { name: `${folder}/${name}`, text, hash: createHash('sha256').update(text).digest('hex') }
    }),
  )
}
