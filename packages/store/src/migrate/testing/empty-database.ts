import { createTestDatabase, type TestDatabase } from '@duck/testing/database'

/** A database as `create database` makes it, and what migrating makes of it. */
export async function emptyDatabase(): Promise<TestDatabase> {
  const database = await createTestDatabase()
  await database.sql`drop schema public, auth cascade`
  await database.sql`create schema public authorization pg_database_owner`
  await database.sql`grant usage on schema public to public`
  return database
}
