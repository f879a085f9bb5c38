import { createTestDatabase, type TestDatabase } from '../database/create-test-database.ts'

/** The old app's table, as the old app made it. */
export const OLD_TABLE = `
  create table chat_sessions (
    id text primary key, user_id text not null, title text, model text, messages jsonb,
    created_at timestamptz default now(), updated_at timestamptz default now())`

/** A database of the old app, with its table, no row, and nothing of ours. */
export async function createLegacyDatabase(): Promise<TestDatabase> {
  const database = await createTestDatabase()
  await database.sql`drop schema public, auth cascade`
  await database.sql`create schema public authorization pg_database_owner`
  await database.sql`grant usage on schema public to public`
  await database.sql.unsafe(OLD_TABLE)
  return database
}
