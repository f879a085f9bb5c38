import { useTestDatabase } from '@duck/testing/database'
import { expect, test } from 'vitest'
import { PRODUCT_TABLES } from './product-tables.ts'

const database = useTestDatabase()

test('what is looked at before anybody is served is every table there is, but the list of migrations', async () => {
  const rows = await database.sql<{ name: string }[]>`
    select relname::text as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`
  const names = rows.map(({ name }) => name).toSorted()
  expect(names).toEqual([...PRODUCT_TABLES, 'duck_migrations'].toSorted())
})
