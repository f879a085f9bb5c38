import { must } from '@duck/protocol'
import { createTestDatabase, type TestDatabase } from '@duck/testing/database'
import { expect, test } from 'vitest'
import { migrate } from './migrate.ts'
import { emptyDatabase } from './testing/empty-database.ts'

/** All that there is, down to the row versions of the catalog: nothing was even replaced when it is equal. */
async function catalogOf({ sql }: TestDatabase): Promise<unknown> {
  return {
    relations: await sql`
      select oid, relname, xmin from pg_class where relnamespace = 'public'::regnamespace order by relname`,
    functions: await sql`
      select oid, proname, xmin from pg_proc where pronamespace = 'public'::regnamespace order by oid`,
    applied: await sql`select * from duck_migrations order by name`,
  }
}

test('an empty database gets the schema', async () => {
  await using database = await emptyDatabase()
  await migrate(database.url)
  const [row] = await database.sql`
    select to_regclass('messages') is not null as messages, to_regproc('append_message') is not null as append`
  expect(row).toEqual({ messages: true, append: true })
})

test('a database that is up to date is left as it is', async () => {
  await using database = await createTestDatabase()
  const before = await catalogOf(database)
  await migrate(database.url)
  expect(await catalogOf(database)).toEqual(before)
})

test('five that migrate an empty database at once make one schema', async () => {
  await using database = await emptyDatabase()
  await Promise.all([1, 2, 3, 4, 5].map(() => migrate(database.url)))
  await using other = await createTestDatabase()
  const names = ({ sql }: TestDatabase) => sql`select name, hash from duck_migrations order by name`
  expect(await names(database)).toEqual(await names(other))
})

test('a landed migration that was edited is refused by name, and nothing is changed', async () => {
  await using database = await createTestDatabase()
  const [row] = await database.sql<{ name: string }[]>`
    update duck_migrations set hash = 'edited' where name like 'migrations/%' returning name`
  await database.sql`update duck_migrations set hash = 'old' where name like 'functions/%'`
  const before = await catalogOf(database)
  await expect(migrate(database.url)).rejects.toThrow(must(row, 'a migration').name)
  expect(await catalogOf(database)).toEqual(before)
})

test('a function whose text changed is applied again, and only that one', async () => {
  await using database = await createTestDatabase()
  await database.sql`create or replace function stream_text(p_stream_id uuid) returns text language sql return 'old'`
  await database.sql`update duck_migrations set hash = 'old' where name = 'functions/stream_text.sql'`
  const since = new Date()
  await migrate(database.url)
  const [row] = await database.sql`select stream_text(gen_random_uuid()) as text`
  expect(row).toEqual({ text: '' })
  expect(await database.sql`select name from duck_migrations where applied_at >= ${since}`).toEqual([
    { name: 'functions/stream_text.sql' },
  ])
})

test('a migration that fails leaves nothing of itself, names its file and can be repeated', async () => {
  await using database = await emptyDatabase()
  await database.sql`create table messages (mine text)`
  await expect(migrate(database.url)).rejects.toThrow(
    /^The file drizzle\/migrations\/0001_.* was refused: relation "messages" already exists\.$/,
  )
  expect(await database.sql`select relname from pg_class where relname = 'chat_sessions'`).toEqual([])
  await database.sql`drop table messages`
  await migrate(database.url)
})

test('a Postgres that is too old is refused before anything is changed', async () => {
  await using database = await emptyDatabase()
  await database.sql`create schema old`
  await database.sql`
    create function old.current_setting(name text) returns text language sql return
      case name when 'server_version_num' then '140012' else pg_catalog.current_setting(name) end`
  await database.sql.unsafe(`alter database ${database.name} set search_path = old, pg_catalog, public`)
  await expect(migrate(database.url)).rejects.toThrow('This is Postgres 14; The Duck needs 15 or newer.')
  expect(await database.sql`select from pg_class where relname = 'duck_migrations'`).toHaveLength(0)
})
