import postgres from 'postgres'
import { expect, inject, test } from 'vitest'
import { createTestDatabase, useTestDatabase } from './index.ts'

const database = useTestDatabase()

test('a test file gets the migrated schema without rows', async () => {
  const [row] = await database.sql`select to_regclass('messages') is not null as migrated`
  expect(row).toEqual({ migrated: true })
})

test('ten databases cloned at once are ten databases', async () => {
  const databases = await Promise.all(Array.from({ length: 10 }, createTestDatabase))
  await Promise.all(databases.map(({ sql }) => sql`create table only_here ()`))
  expect(new Set(databases.map(({ name }) => name)).size).toBe(10)
  await Promise.all(databases.map((one) => one.drop()))
})

test('a dropped database is gone although someone was connected to it', async () => {
  const one = await createTestDatabase()
  const other = postgres(one.url, { max: 1, onnotice: () => {} })
  await other`select 1`
  await one.drop()
  await other.end({ timeout: 0 })
  const admin = postgres(inject('testDatabases').adminUrl, { max: 1 })
  expect(await admin`select datname from pg_database where datname = ${one.name}`).toEqual([])
  await admin.end()
})
