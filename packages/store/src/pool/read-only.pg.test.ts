import { uuidv7 } from '@duck/protocol'
import { useTestDatabase } from '@duck/testing/database'
import { expect, test } from 'vitest'
import { connect } from '../db.ts'
import { appendMessage } from '../message/append.ts'
import { listMessages } from '../message/list.ts'
import { createSession } from '../session/create.ts'
import { refusal } from '../testing/refusal.ts'
import { append, draft } from '../testing/rows.ts'

const database = useTestDatabase()
const RECOVER_MS = 5_000

test('while the database is read-only writes are told, reads work, and writes come back by themselves', async () => {
  const { sql, name, appUrl } = database
  const before = await connect(appUrl)
  const { session } = await createSession(before, { id: uuidv7(), userId: 'local' })
  await append(before, session.id)
  await before.close()
  await sql.unsafe(`alter role duck_app in database ${name} set default_transaction_read_only = on`)
  const db = await connect(appUrl)
  const input = draft(session.id)
  expect(await refusal(appendMessage(db, input))).toMatchObject({
    code: 'SERVICE_UNAVAILABLE',
    reason: 'storage-full',
  })
  const list = await listMessages(db, { userId: 'local', sessionId: session.id })
  expect(list.messages).toHaveLength(1)
  await sql.unsafe(`alter role duck_app in database ${name} reset default_transaction_read_only`)
  const works = () =>
    appendMessage(db, input).then(
      () => true,
      () => false,
    )
  await expect.poll(works, { timeout: RECOVER_MS }).toBe(true)
  await db.close()
})
