import type postgres from 'postgres'
import { arrayLiteral } from '../append/array-literal.ts'
import { texts } from '../append/texts.ts'
import { PAGE } from '../live/markdown-words.ts'

/** Puts `messages` rows into an empty session, one line of prompts and answers, one in twenty a page of markdown. */
export async function fillSession(
  admin: postgres.Sql,
  { sessionId, messages }: { sessionId: string; messages: number },
): Promise<void> {
  await admin.begin(async (tx) => {
    // A look-up of the session for every row's foreign key would take most of the time.
    await tx`set local session_replication_role = replica`
    await tx`
      insert into messages (id, session_id, message_index, role, content, parent_id)
      select id, ${sessionId}, n, case n % 2 when 0 then 'user' else 'assistant' end,
        case n % 20 when 19 then ${PAGE} else (${arrayLiteral(texts)}::text[])[1 + n % ${texts.length}::integer] end,
        lag(id) over (order by n)
      from (select n, uuidv7() as id from generate_series(0, ${messages - 1}::integer) n) numbered`
  })
  await admin`vacuum analyze messages`
}
