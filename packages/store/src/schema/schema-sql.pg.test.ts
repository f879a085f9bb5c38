import { readFile } from 'node:fs/promises'
import { useTestDatabase } from '@duck/testing/database'
import { expect, test } from 'vitest'
import { dumpSchema } from './dump-schema.ts'

const FILE = new URL('../../../../drizzle/schema.generated.sql', import.meta.url)
const HELP =
  'drizzle/schema.generated.sql is not what the migrations and functions make. Run `npx -y pnpm@12 schema`.'

const database = useTestDatabase()

test('drizzle/schema.generated.sql is what a fresh, migrated database is', async () => {
  expect(await dumpSchema(database.sql), HELP).toBe(await readFile(FILE, 'utf8'))
})
