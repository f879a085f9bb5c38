import { uuidv7 } from '@duck/protocol'
import { closedLoop } from '../closed-loop.ts'
import type { Contender } from './contender.ts'
import type { Ground } from './open-other.ts'
import { keptIn, roundRobin } from './sessions.ts'
import { nextText } from './texts.ts'

/** F2: a prepared INSERT of one row into the product's own table, with an index and a parent that its client knows. */
export function fullInsert({ sql, sessions }: Ground): Contender {
  const next = roundRobin(sessions)
  const append = async () => {
    const session = next()
    const id = uuidv7()
    const parentId = session.lastId
    session.lastId = id
    await sql`
      insert into messages
        (id, session_id, message_index, role, content, metadata, parent_id, moves_head, origin)
      values (${id}, ${session.id}, ${session.count++}, 'user', ${nextText()}, '{}', ${parentId}, true, 'client')`
    return 1
  }
  return {
    name: 'F2',
    run: ({ inFlight, ms }) => closedLoop({ callers: inFlight, ms }, append),
    kept: () => keptIn(sql, { sessions }),
    [Symbol.asyncDispose]: () => sql.end(),
  }
}
