import { expect, test } from 'vitest'
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
