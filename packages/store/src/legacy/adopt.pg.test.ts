import { createLegacyDatabase } from '@duck/testing/legacy'
import { expect, test } from 'vitest'
import { migrate } from '../migrate/migrate.ts'
import { elements, useOldApp } from './testing/old-app.ts'

const app = useOldApp()

test('what the old app has for everybody stays, and keeps nobody from being served', async () => {
  await app.sql`create function old_helper() returns int language sql security definer return 1`
  await app.sql`grant select on chat_sessions to public`
  await app.save('s', elements('u: Hello'))
  await app.adopt()
  const [row] = await app.sql`
    select has_function_privilege('public', 'old_helper()', 'execute') as helper,
      has_table_privilege('public', 'chat_sessions', 'select') as table,
      has_function_privilege('public', 'legacy_backfill(text, integer, integer, integer)', 'execute') as ours`
  expect(row).toEqual({ helper: true, table: true, ours: false })
  expect(await app.rows('s')).toEqual([])
})

test('policies of the old app that let everybody see everything show the product nobody’s sessions but its user’s', async () => {
  await using database = await createLegacyDatabase()
  const { sql, url } = database
  await sql`alter table chat_sessions enable row level security`
  await sql`create policy open_to_all on chat_sessions using (true) with check (true)`
  await sql`insert into chat_sessions (id, user_id) values ('a', 'ann'), ('b', 'bo')`
  await migrate(url)
  const seen = await sql.begin(async (tx) => {
    await tx`set local role duck_app`
    const nobody = await tx`select id from chat_sessions`
    await tx`select set_config('app.user_id', 'ann', true)`
    return [nobody, await tx`select id from chat_sessions`].map((rows) => rows.map(({ id }) => id))
  })
  expect(seen).toEqual([[], ['a']])
})
