import { writeFile } from 'node:fs/promises'
import { migrate } from '@duck/store'
import { dumpSchema, editorFile } from '@duck/store/schema'
import postgres from 'postgres'
import { startThrowAwayPostgres } from '../database/throw-away-postgres.ts'

const FILE = new URL('../../../../drizzle/schema.generated.sql', import.meta.url)
const EDITOR_FILE = new URL('../../../../drizzle/legacy/append-only-messages-migration.sql', import.meta.url)

// `pnpm schema`: what the migrations and functions of drizzle/ make of an empty database, and what carries over an old app's in a
// SQL editor, as two committed files.
await writeFile(EDITOR_FILE, await editorFile())
const server = await startThrowAwayPostgres()
try {
  await migrate(server.url)
  await writeFile(FILE, await dump(server.url))
} finally {
  await server.stop()
}

async function dump(url: string): Promise<string> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    return await dumpSchema(sql)
  } finally {
    await sql.end({ timeout: 5 })
  }
}
