import { uuidv7 } from '@duck/protocol'
import { closedLoop } from '../closed-loop.ts'
import { arrayLiteral } from './array-literal.ts'
import type { Contender } from './contender.ts'
import type { Ground } from './open-other.ts'
import { keptIn, roundRobin } from './sessions.ts'
import { nextText } from './texts.ts'

// One connection keeps up with so many rows in flight; with more, one prepares its batch while the other's commits.
const MOST_IN_ONE_LANE = 32

/** U2: the rows in flight as one INSERT of arrays into the product's table, each connection its part of them. */
export function unnestInsert({ sql, sessions }: Ground): Contender {
  const next = roundRobin(sessions)
  const insert = async (count: number) => {
    const rows = Array.from({ length: count }, () => {
      const session = next()
      const row = { id: uuidv7(), session: session.id, index: session.count++, parent: session.lastId }
      session.lastId = row.id
      return row
    })
    await sql`
      insert into messages
        (id, session_id, message_index, role, content, metadata, parent_id, moves_head, origin)
      select id, session_id, message_index, 'user', content, '{}', parent_id, true, 'client'
      from unnest(${arrayLiteral(rows.map(({ id }) => id))}::uuid[],
        ${arrayLiteral(rows.map(({ session }) => session))}::text[],
        ${arrayLiteral(rows.map(({ index }) => index))}::integer[],
        ${arrayLiteral(rows.map(() => nextText()))}::text[],
        ${arrayLiteral(rows.map(({ parent }) => parent))}::uuid[]
      ) as given (id, session_id, message_index, content, parent_id)`
    return count
  }
  return {
    name: 'U2',
    run({ inFlight, ms }) {
      const lanes = inFlight > MOST_IN_ONE_LANE ? 2 : 1
      return closedLoop({ callers: lanes, ms }, () => insert(inFlight / lanes))
    },
    kept: () => keptIn(sql, { sessions }),
    [Symbol.asyncDispose]: () => sql.end(),
  }
}
