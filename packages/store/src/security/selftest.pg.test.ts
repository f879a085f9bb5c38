import { useTestDatabase } from '@duck/testing/database'
import type postgres from 'postgres'
import { expect, test } from 'vitest'
import { PRODUCT_TABLES } from '../schema/product-tables.ts'

const database = useTestDatabase()

/** The checks that are not ok; the change, and whatever was done, is taken back. */
async function failed(change = 'select'): Promise<string[]> {
  let checks: string[] = []
  await database.sql
    .begin(async (tx) => {
      await tx.unsafe(change)
      const rows = await tx<
        { check: string }[]
      >`select "check" from selftest_append_only() where ok is not true`
      checks = rows.map((row) => row.check)
      throw new Error('taken back')
    })
    .catch((error: Error) => {
      if (error.message !== 'taken back') throw error
    })
  return checks
}

const counts = (sql: postgres.Sql) =>
  Promise.all(PRODUCT_TABLES.map((table) => sql.unsafe(`select count(*) from ${table}`)))

test('everything is ok in a database as it should be, and nothing is left behind', async () => {
  const before = await counts(database.sql)
  const rows = await database.sql`select * from selftest_append_only()`
  expect(rows.length).toBeGreaterThan(20)
  expect(rows.filter((row) => row.ok !== true)).toEqual([])
  expect(await counts(database.sql)).toEqual(before)
})

test.each([
  ['drop trigger messages_refuse_change on messages', 'the owner updates no message'],
  ['alter table messages enable trigger messages_refuse_delete', 'nobody truncates messages'],
  ['create policy all_of_it on messages for select to duck_app using (true)', 'another user sees nothing'],
  ['grant update on messages to duck_app', 'the app updates no message'],
  ['grant delete on messages to duck_app', 'the app deletes no message'],
  ['alter table messages no force row level security', 'row level security is forced on messages'],
  ['alter table servers disable row level security', 'row level security is forced on servers'],
  ['revoke execute on function delete_session from duck_app', 'the app erases a session'],
  ['drop function append_locked', 'the self-test runs to its end'],
  [
    `create or replace function is_message_of(p_message_id uuid, p_session_id text) returns boolean
      language sql as 'select true'; alter table messages drop constraint messages_session_id_fkey`,
    'a session is erased with its messages',
  ],
])('after "%s" it says so', async (change, check) => {
  expect((await failed(change)).join('\n')).toContain(check)
})
