import { uuidv7 } from '@duck/protocol'
import { closedLoop } from '../closed-loop.ts'
import type { Contender } from './contender.ts'
import type { Ground } from './open-other.ts'
import { keptIn, roundRobin } from './sessions.ts'
import { nextText } from './texts.ts'

const TABLE = 'bare_messages'

/** F1, the least that an append can be: a prepared INSERT of one row into a table that has only its primary key. */
export async function bareInsert({ sql, sessions }: Ground): Promise<Contender> {
  await sql`create table ${sql(TABLE)} (like messages including defaults, primary key (id))`
  const next = roundRobin(sessions)
  const append = async () => {
    const session = next()
    await sql`
      insert into bare_messages (id, session_id, message_index, role, content, metadata)
      values (${uuidv7()}, ${session.id}, ${session.count++}, 'user', ${nextText()}, '{}')`
    return 1
  }
  return {
    name: 'F1',
    run: ({ inFlight, ms }) => closedLoop({ callers: inFlight, ms }, append),
    kept: () => keptIn(sql, { sessions, table: TABLE }),
    [Symbol.asyncDispose]: () => sql.end(),
  }
}
