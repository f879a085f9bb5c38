import postgres from 'postgres'
import { sqlstate } from '../errors.ts'
import { adopt, indexOldTable, isLegacy } from './adopt.ts'
import { applyBesideOldApp, applyFiles, executeFile } from './apply-files.ts'
import { presentFiles, type SqlFile, sqlFiles } from './sql-files.ts'

const LOCK_KEY = 7_264_103_911
const OLDEST_POSTGRES = 15
const ROLE_TRIES = 20

/**
 * Brings the database at `url` to the present schema, as its owner: the roles, pending migrations in order, each in its
 * own transaction, then functions, triggers, policies and grants whose text changed, in one. Two processes may do it at
 * once; one waits. Safe to repeat.
 *
 * @throws Error a sentence for the operator: Postgres too old, a landed migration edited, a statement refused.
 */
export async function migrate(url: string): Promise<void> {
  const sql = postgres(url, { max: 2, prepare: false, onnotice: () => {} })
  try {
    await refuseOldPostgres(sql)
    // The lock is a transaction's, on a connection of its own: behind a pooler a session's lock would belong to nobody.
    await sql.begin(async (holder) => {
      await holder`set local idle_in_transaction_session_timeout = 0`
      // Simple, since an open portal keeps its snapshot, and an index that is made concurrently waits for those.
      await holder.unsafe(`select pg_advisory_xact_lock(${LOCK_KEY})`)
      await bringUp(sql)
    })
  } finally {
    await sql.end({ timeout: 5 })
  }
}

async function bringUp(sql: postgres.Sql): Promise<void> {
  const adopted = await isLegacy(sql)
  const { roles, objects, grants, onOldTable } = await presentFiles({ adopted })
  await applyRoles(sql, roles)
  await sql`
    create table if not exists public.duck_migrations (
      name text primary key, hash text not null, applied_at timestamptz not null default now())`
  await applyMigrations(sql, adopted)
  const applied = await appliedHashes(sql)
  const isChanged = (file: SqlFile) => applied.get(file.name) !== file.hash
  const changed = objects.filter(isChanged)
  // A new or newly made object has no grants, so they are given again with any change.
  const apply = adopted ? applyBesideOldApp : applyFiles
  if (changed.length > 0 || grants.some(isChanged)) await apply(sql, [...changed, ...grants])
  if (!adopted) return
  await indexOldTable(sql)
  if (onOldTable.some(isChanged)) await applyBesideOldApp(sql, onOldTable)
}

async function refuseOldPostgres(sql: postgres.Sql): Promise<void> {
  const [row] = await sql<{ version: number }[]>`
    select current_setting('server_version_num')::int / 10000 as version`
  if (row && row.version < OLDEST_POSTGRES)
    throw new Error(`This is Postgres ${row.version}; The Duck needs ${OLDEST_POSTGRES} or newer.`)
}

// XX000: a role was changed by someone who migrates another database of the same server; 23505 and 42710: or made.
const ROLE_RACES = new Set(['XX000', '23505', '42710'])

/** Roles belong to the whole server, and our lock only to this database. */
async function applyRoles(sql: postgres.Sql, roles: SqlFile): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await executeFile(sql, roles)
    } catch (error) {
      if (tries === ROLE_TRIES || !ROLE_RACES.has(sqlstate(error))) throw error
      await new Promise((wake) => setTimeout(wake, Math.random() * 50 * tries))
    }
  }
}

async function applyMigrations(sql: postgres.Sql, adopted: boolean): Promise<void> {
  const applied = await appliedHashes(sql)
  const legacy = adopted ? await sqlFiles('legacy/migrations') : []
  const [first, ...others] = await sqlFiles('migrations')
  for (const file of [...(first ? [first] : []), ...others, ...legacy]) {
    const hash = applied.get(file.name)
    if (hash === file.hash) continue
    if (hash !== undefined)
      throw new Error(
        `The file drizzle/${file.name} was changed after it had been applied; add a new migration instead.`,
      )
    if (adopted && file === first) await adopt(sql, file)
    else if (adopted) await applyBesideOldApp(sql, [file])
    else await applyFiles(sql, [file])
  }
}

/** What is applied, by name. */
export async function appliedHashes(sql: postgres.Sql): Promise<Map<string, string>> {
  const rows = await sql<{ name: string; hash: string }[]>`select name, hash from public.duck_migrations`
  return new Map(rows.map((row) => [row.name, row.hash]))
}
