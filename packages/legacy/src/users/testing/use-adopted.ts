import { readFile } from 'node:fs/promises'
import { type TestDatabaseHandle, useTestDatabase } from '@duck/testing/database'
import { beforeAll } from 'vitest'

const USERS = new URL('../../../../../drizzle/legacy/migrations/0002_users.sql', import.meta.url)

/** The database of a test file, adopted from the old app. */
export function useAdopted(): TestDatabaseHandle {
  const database = useTestDatabase()
  beforeAll(async () => {
    await database.sql`alter table chat_sessions add messages jsonb, add storage text not null default 'array'`
    await database.sql.unsafe(await readFile(USERS, 'utf8'))
  })
  return database
}
