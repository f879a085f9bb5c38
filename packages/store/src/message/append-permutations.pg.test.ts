import { DuckError, uuidv7 } from '@duck/protocol'
import { useTestDatabase } from '@duck/testing/database'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connect, type Db } from '../db.ts'
import { expectPromised } from '../testing/expect-promised.ts'
import { LEVELS, MEETINGS } from '../testing/isolation-expectations.ts'
import { nameOf, type Pair, PERMUTATIONS, play } from '../testing/permutations.ts'
import { draft, indexesOf, upTo } from '../testing/rows.ts'
import { type RawAppend, type Transaction, TransactionActor } from '../testing/transaction-actor.ts'
import { appendMessage } from './append.ts'

describe.each(LEVELS)('where %s is the default of the database', (level) => {
  const database = useTestDatabase()
  let db: Db
  let connections: postgres.Sql
  let actors: Pair<TransactionActor>

  beforeAll(async () => {
    await database.sql.unsafe(
      `alter database ${database.name} set default_transaction_isolation = '${level}'`,
    )
    db = await connect(database.appUrl)
    connections = postgres(database.appUrl, { max: 2, onnotice: () => {} })
    actors = [await TransactionActor.on(connections), await TransactionActor.on(connections)]
  })
  afterAll(async () => {
    for (const actor of actors) actor.release()
    await Promise.all([db.close(), connections.end()])
  })

  test.each(MEETINGS)(
    '$what: whatever the order of begin, append and end, every promise holds',
    async (meeting) => {
      for (const permutation of PERMUTATIONS) {
        const name = nameOf(permutation)
        const sessionIds = await twoSessions(database.sql)
        const appends = meeting.appends(sessionIds)
        const outcomes = await play(permutation, { actors, appends, look: database.sql })
        expectPromised({ meeting, permutation, outcomes })
        expect(await rowsOf(database.sql, sessionIds), name).toEqual(ackedRows(appends, outcomes))
        for (const who of [0, 1] as const)
          expect(await sentAgain(db, appends[who]), name).toEqual(promisedAgain(who, appends, outcomes))
        for (const sessionId of sessionIds) {
          const indexes = await indexesOf(database.sql, sessionId)
          expect(indexes, name).toEqual(upTo(indexes.length))
        }
      }
    },
  )
})

describe('where a transaction names another level', () => {
  const database = useTestDatabase()

  test.each(['repeatable read', 'serializable'])(
    '%s is refused by each function that writes',
    async (level) => {
      const [sessionId] = await twoSessions(database.sql)
      const writes = [
        `append_message('local', '${sessionId}', gen_random_uuid(), 'user', 'Quack')`,
        `delete_session('local', '${sessionId}', false)`,
        `open_stream('local', '${sessionId}', gen_random_uuid(), gen_random_uuid(), null, 'm', gen_random_uuid())`,
        `start_stream(gen_random_uuid(), gen_random_uuid(), 5)`,
        `finalize_stream(gen_random_uuid(), gen_random_uuid(), 'finalized', 'completed', 'x', '{}', null)`,
        `settle_orphans(gen_random_uuid(), 1)`,
        `adopt_sessions('guest', 'local')`,
      ]
      for (const write of writes) {
        const refused = database.sql.begin(`isolation level ${level}`, (tx) => tx.unsafe(`select ${write}`))
        await expect(refused, write).rejects.toMatchObject({ code: 'QK501' })
      }
      expect(await indexesOf(database.sql, sessionId)).toEqual([])
    },
  )
})

async function twoSessions(sql: postgres.Sql): Promise<Pair<string>> {
  const ids = [uuidv7(), uuidv7()] as const
  await sql`insert into chat_sessions (id, user_id) values (${ids[0]}, 'local'), (${ids[1]}, 'local')`
  return ids
}

const asText = (row: RawAppend, messageIndex: number | null) =>
  `${row.sessionId} ${messageIndex} ${row.id} ${row.content}`

async function rowsOf(sql: postgres.Sql, sessionIds: Pair<string>): Promise<string[]> {
  const rows = await sql<(RawAppend & { messageIndex: number })[]>`
    select session_id as "sessionId", id, content, message_index as "messageIndex"
    from messages where session_id in ${sql([...sessionIds])}`
  return rows.map((row) => asText(row, row.messageIndex)).sort()
}

const isAcked = ({ result, committed }: Transaction) => result !== 'refused' && committed

/** One row for each append that was answered and committed, at the index that was answered. */
function ackedRows(appends: Pair<RawAppend>, outcomes: Pair<Transaction>): string[] {
  const rows = ([0, 1] as const).flatMap((who) =>
    isAcked(outcomes[who]) ? [asText(appends[who], outcomes[who].messageIndex)] : [],
  )
  return [...new Set(rows)].sort()
}

/** What a client that sends the append once more is told. */
async function sentAgain(db: Db, append: RawAppend): Promise<string> {
  try {
    const { replay } = await appendMessage(db, draft(append.sessionId, append))
    return replay ? 'replay' : 'new'
  } catch (error) {
    if (error instanceof DuckError) return error.code
    throw error
  }
}

/** The second is sent again after the first, so by then the first one's id is taken in any case. */
function promisedAgain(who: 0 | 1, appends: Pair<RawAppend>, outcomes: Pair<Transaction>): string {
  const [mine, other] = who === 0 ? appends : [appends[1], appends[0]]
  if (isAcked(outcomes[who])) return 'replay'
  if (mine.id !== other.id || (who === 0 && !isAcked(outcomes[1]))) return 'new'
  return mine.sessionId === other.sessionId && mine.content === other.content ? 'replay' : 'CONFLICT'
}
