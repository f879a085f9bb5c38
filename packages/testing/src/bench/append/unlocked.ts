import { uuidv7 } from '@duck/protocol'
import postgres from 'postgres'
import { closedLoop } from '../closed-loop.ts'
import type { Contender } from './contender.ts'
import type { Ground } from './open-other.ts'
import { keptIn, roundRobin } from './sessions.ts'
import { nextText } from './texts.ts'

const TAKEN_INDEX = 'messages_session_id_message_index_key'

/** The highest index and one more, without a lock: whom the unique index refuses tries again until it has a place. */
export function unlocked({ sql, sessions }: Ground): Contender {
  const next = roundRobin(sessions)
  const insert = async (sessionId: string) => {
    await sql`
      insert into messages (id, session_id, message_index, role, content)
      select ${uuidv7()}, ${sessionId}, coalesce(max(message_index), -1) + 1, 'user', ${nextText()}
      from messages where session_id = ${sessionId}`
  }
  return {
    name: 'unlocked max+1',
    async run({ inFlight, ms }) {
      let refusedFirst = 0
      const append = async () => {
        const sessionId = next().id
        for (let refused = 0; !(await isIn(insert(sessionId))); refused++) if (refused === 0) refusedFirst++
        return 1
      }
      const work = await closedLoop({ callers: inFlight, ms }, append)
      return { ...work, refusedFirst }
    },
    kept: () => keptIn(sql, { sessions }),
    [Symbol.asyncDispose]: () => sql.end(),
  }
}

/** Whether the row is there; false when another has taken its index. */
async function isIn(insert: Promise<void>): Promise<boolean> {
  try {
    await insert
    return true
  } catch (error) {
    if (error instanceof postgres.PostgresError && error.constraint_name === TAKEN_INDEX) return false
    throw error
  }
}
