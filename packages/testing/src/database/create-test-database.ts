import { randomBytes } from 'node:crypto'
import postgres from 'postgres'
import { inject } from 'vitest'
import { asAdmin } from './as-admin.ts'
import './provided.ts'
import { withDatabase } from './with-database.ts'

/** A database of its own for one test file, with the product's schema, the user of the tests and no other row. */
export interface TestDatabase extends AsyncDisposable {
  /** As its owner, a superuser. */
  url: string
  /** As the weak role that the product serves as. */
  appUrl: string
  /** As the role that signs people in. */
  authUrl: string
  name: string
  /** As its owner, for what the product's own code does not do. */
  sql: postgres.Sql
  /** Ends `sql` and removes the database, connections of others included. */
  drop(): Promise<void>
}

// Any fixed number: a template can be copied by one at a time.
const CLONE_LOCK = 7_264_103_912

/** Clones the migrated template (some 30 ms). Needs the global set-up. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { adminUrl, appUrl, authUrl, template } = inject('testDatabases')
  const name = `duck_test_${randomBytes(6).toString('hex')}`
  await asAdmin(adminUrl, async (sql) => {
    await sql`select pg_advisory_lock(${CLONE_LOCK})`
    await sql.unsafe(`create database ${name} template ${template}`)
  })
  const url = withDatabase(adminUrl, name)
  const sql = postgres(url, { max: 5, onnotice: () => {} })
  const drop = async () => {
    await sql.end({ timeout: 1 })
    await asAdmin(adminUrl, (admin) => admin.unsafe(`drop database if exists ${name} with (force)`))
  }
  return {
    url,
    appUrl: withDatabase(appUrl, name),
    authUrl: withDatabase(authUrl, name),
    name,
    sql,
    drop,
    [Symbol.asyncDispose]: drop,
  }
}
