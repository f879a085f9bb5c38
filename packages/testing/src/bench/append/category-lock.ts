import { uuidv7 } from '@duck/protocol'
import { closedLoop } from '../closed-loop.ts'
import type { Contender } from './contender.ts'
import type { Ground } from './open-other.ts'
import { keptIn, roundRobin } from './sessions.ts'
import { nextText } from './texts.ts'

// As message-db's write_message: the lock is the category's, so all streams of one kind append one after another.
const FUNCTION = `
  create function append_in_category(p_category text, p_session_id text, p_id uuid, p_content text) returns integer
  language plpgsql as $$
  declare
    v_index integer;
  begin
    perform pg_advisory_xact_lock(hashtextextended(p_category, 0));
    select coalesce(max(message_index), -1) + 1 into v_index from messages where session_id = p_session_id;
    insert into messages (id, session_id, message_index, role, content)
      values (p_id, p_session_id, v_index, 'user', p_content);
    return v_index;
  end $$`

/** One lock for all sessions, then the highest index and the INSERT, in one function. */
export async function categoryLock({ sql, sessions }: Ground): Promise<Contender> {
  await sql.unsafe(FUNCTION)
  const next = roundRobin(sessions)
  const append = async () => {
    await sql`select append_in_category('session', ${next().id}, ${uuidv7()}, ${nextText()})`
    return 1
  }
  return {
    name: 'category lock',
    run: ({ inFlight, ms }) => closedLoop({ callers: inFlight, ms }, append),
    kept: () => keptIn(sql, { sessions }),
    [Symbol.asyncDispose]: () => sql.end(),
  }
}
