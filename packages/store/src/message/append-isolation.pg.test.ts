import { DuckError, uuidv7 } from '@duck/protocol'
import { useTestDatabase } from '@duck/testing/database'
import { expect, test } from 'vitest'
import { connect } from '../db.ts'
import { createSession } from '../session/create.ts'
import { draft, indexesOf, upTo } from '../testing/rows.ts'
import { appendMessage } from './append.ts'

const database = useTestDatabase()

test.each(['repeatable read', 'serializable'])(
  'where %s is the default, a crowd of writers is told to come back, never that an id is taken',
  async (level) => {
    await database.sql.unsafe(
      `alter database ${database.name} set default_transaction_isolation = '${level}'`,
    )
    const db = await connect(database.appUrl)
    const { session } = await createSession(db, { id: uuidv7(), userId: 'local' })
    const inputs = upTo(64).map(() => draft(session.id))
    const answers = await Promise.allSettled(inputs.map((input) => appendMessage(db, input)))
    for (const answer of answers)
      if (answer.status === 'rejected') {
        expect(answer.reason).toBeInstanceOf(DuckError)
        expect(answer.reason).toMatchObject({
          code: 'SERVICE_UNAVAILABLE',
          facts: { reason: 'session-busy' },
        })
      }
    for (const input of inputs) await appendMessage(db, input)
    expect(await indexesOf(database.sql, session.id)).toEqual(upTo(64))
    await db.close()
  },
)
