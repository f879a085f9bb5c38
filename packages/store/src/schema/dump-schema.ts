import type postgres from 'postgres'
import { readFunctions } from './read-functions.ts'
import { readOthers } from './read-others.ts'
import { readRoles } from './read-roles.ts'
import { readSchemas } from './read-schemas.ts'
import { readTables } from './read-tables.ts'
import { PRODUCT, type Scope } from './scope.ts'

const HEAD = `\
-- What a fresh, migrated database is. Written by \`pnpm schema\`, and held against one by a test: never edited.
-- \`owner\` is whoever migrated, and owns what names no other owner. What an owner may do with its own is left
-- out, unless it was revoked. Functions are listed with all but their text, which stands in functions/ and triggers/.
`

const SECTIONS = [
  { title: 'Roles', read: readRoles },
  { title: 'Schemas', read: readSchemas },
  { title: 'Tables', read: readTables },
  { title: 'Types, views, sequences', read: readOthers },
  { title: 'Functions', read: readFunctions },
]

/**
 * Everything about the database but rows and the text of functions, in SQL that people can read: the same text for the same
 * schema, whichever Postgres (15–18), role or order of creation made it. Reads one snapshot.
 */
export async function dumpSchema(sql: postgres.Sql, scope: Scope = PRODUCT): Promise<string> {
  return await sql.begin('isolation level repeatable read read only', (tx) => dumpSchemaWithin(tx, scope))
}

/** The same within a transaction, with what that changed so far. Leaves its search_path set to the first schema. */
export async function dumpSchemaWithin(tx: postgres.TransactionSql, scope: Scope = PRODUCT): Promise<string> {
  // Names of the first schema are shown without it, and nothing depends on the role's own settings.
  await tx`
    select set_config('search_path', quote_ident(${scope.schemas[0] ?? ''}), true),
      set_config('quote_all_identifiers', 'off', true), set_config('datestyle', 'ISO', true),
      set_config('intervalstyle', 'postgres', true), set_config('timezone', 'UTC', true)`
  let text = HEAD
  for (const { title, read } of SECTIONS) {
    const blocks = await read(tx, scope)
    if (blocks.length > 0) text += `\n-- ${title}\n\n${blocks.join('\n')}`
  }
  return text
}
