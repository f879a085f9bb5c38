import { uuidv7 } from '@duck/protocol'
import { createTestDatabase } from '@duck/testing/database'
import { expect, test } from 'vitest'
import { connect } from '../db.ts'
import { createSession } from '../session/create.ts'
import { append, indexesOf, upTo } from '../testing/rows.ts'

test.each([
  ['read committed', false],
  ['repeatable read', true],
  ['serializable', true],
])('where a transaction begins as %s, a crowd of writers is served as anywhere', async (level, named) => {
  await using database = await createTestDatabase()
  // A default of the role in this database wins over the role's own.
  await database.sql.unsafe(
    `alter role duck_app in database ${database.name} set default_transaction_isolation = '${level}'`,
  )
  const db = await connect(database.appUrl)
  const { session } = await createSession(db, { id: uuidv7(), userId: 'local' })
  const messages = await Promise.all(upTo(64).map(() => append(db, session.id)))
  expect(new Set(messages.map(({ messageIndex }) => messageIndex))).toEqual(new Set(upTo(64)))
  expect(await indexesOf(database.sql, session.id)).toEqual(upTo(64))
  expect(db.namesIsolation).toBe(named)
  await db.close()
})
