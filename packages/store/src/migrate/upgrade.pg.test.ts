import { readFile } from 'node:fs/promises'
import { uuidv7 } from '@duck/protocol'
import { TEST_SECRET } from '@duck/testing/database'
import { expect, test } from 'vitest'
import { connect } from '../db.ts'
import { appendMessage } from '../message/append.ts'
import { listMessages } from '../message/list.ts'
import { prepareDatabase } from '../roles/prepare-database.ts'
import { dumpSchema } from '../schema/dump-schema.ts'
import { sqlFiles } from './sql-files.ts'
import { emptyDatabase } from './testing/empty-database.ts'

const OLD_FUNCTIONS = new URL('./testing/functions-0.1.0.generated.sql', import.meta.url)
const SCHEMA = new URL('../../../../drizzle/schema.generated.sql', import.meta.url)

test('a database of version 0.1.0 becomes what a fresh one is, with every message and replay', async () => {
  await using database = await emptyDatabase()
  const { sql, url } = database
  const [first] = await sqlFiles('migrations')
  await sql.unsafe(first?.text ?? '')
  await sql.unsafe(`set check_function_bodies = off; ${await readFile(OLD_FUNCTIONS, 'utf8')}`)
  await sql`
    create table duck_migrations (
      name text primary key, hash text not null, applied_at timestamptz not null default now())`
  await sql`insert into duck_migrations (name, hash) values (${first?.name ?? ''}, ${first?.hash ?? ''})`
  await sql`insert into chat_sessions (id, user_id) values ('old', 'local')`
  const old = { userId: 'local', sessionId: 'old', id: uuidv7(), role: 'user', content: 'kept' } as const
  await sql`select append_message('local', 'old', ${old.id}, 'user', 'kept')`
  await sql`select send_message('local', 'old', ${uuidv7()}, 'and', '{}', null, false, null, ${uuidv7()}, 'm', ${uuidv7()})`
  const before = await sql`select * from messages order by message_index`

  const db = await connect((await prepareDatabase({ url, secret: TEST_SECRET })).url)
  expect(await sql`select * from messages order by message_index`).toEqual(before)
  expect(await appendMessage(db, old)).toMatchObject({ replay: true, message: { messageIndex: 0 } })
  expect(await appendMessage(db, { ...old, id: uuidv7() })).toMatchObject({ message: { messageIndex: 2 } })
  expect((await listMessages(db, { userId: 'local', sessionId: 'old' })).messages).toHaveLength(3)
  await db.close()
  // Also nothing old is left over, such as a function beside the one with more parameters.
  expect(await dumpSchema(sql)).toBe(await readFile(SCHEMA, 'utf8'))
})
