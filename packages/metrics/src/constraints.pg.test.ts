import { useTestDatabase } from '@duck/testing/database'
import { expect, test } from 'vitest'
import { CONSTRAINTS } from './constraints.ts'

const database = useTestDatabase()

// A row refused for a null names its column and no constraint.
test('the constraints known are those of the database, no more and no fewer', async () => {
  const rows = await database.sql<{ name: string }[]>`
    select conname as name from pg_constraint
    where connamespace = 'public'::regnamespace and contype <> 'n'
    union
    select relname from pg_index join pg_class on pg_class.oid = indexrelid
    where relnamespace = 'public'::regnamespace and indisunique`
  expect(rows.map(({ name }) => name).sort()).toEqual([...CONSTRAINTS].sort())
})
