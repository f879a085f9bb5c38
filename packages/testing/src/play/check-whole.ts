import type { RecordedRequest } from '../model-server/request-log.ts'
import type { RequestMessage } from '../model-server/script.ts'
import type { Sources } from './check-session.ts'
import { type Check, checkSame, checkTotal, type Difference } from './checks.ts'
import type { SpokenTurn } from './expected-rows.ts'
import type { Played } from './play-all.ts'

const PAGE = 100
const LOG_WARNING = 40

/** What the database holds apart from the rows that were compared one by one. */
export async function checkDatabase({ sql }: Sources, played: readonly Played[]): Promise<Check[]> {
  const turns = played.reduce((sum, { ids }) => sum + ids.length, 0)
  const [found] = await sql<Record<'sessions' | 'messages' | 'streams' | 'ended' | 'checkpoints', number>[]>`
    select (select count(*) from chat_sessions)::int as sessions,
      (select count(*) from messages)::int as messages,
      (select count(*) from message_streams)::int as streams,
      (select count(*) from message_streams where status = 'finalized')::int as ended,
      (select count(*) from stream_checkpoints)::int as checkpoints`
  return [
    checkTotal('sessions in the database', played.length, found?.sessions),
    checkTotal('messages in the database', 2 * turns, found?.messages),
    checkTotal('streams in the database: one a prompt', turns, found?.streams),
    checkTotal('streams finalized: none runs, none failed', turns, found?.ended),
    checkTotal('stream checkpoints left', 0, found?.checkpoints),
  ]
}

/** The list of sessions, page after page: each once, with its count. */
export async function checkSessionList({ client }: Sources, played: readonly Played[]): Promise<Check> {
  const listed: string[] = []
  const words = (id: string, count: number) => `${id} with ${count} messages`
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof client.rpc.session.list.query>> =
      await client.rpc.session.list.query({ cursor, limit: PAGE })
    listed.push(...page.sessions.map(({ id, messageCount }) => words(id, messageCount)))
    cursor = page.nextCursor
  } while (cursor !== null && listed.length <= played.length)
  const expected = played.map(({ sessionId, ids }) => words(sessionId, 2 * ids.length))
  return checkSame('sessions in the list', expected, listed, (session) => session)
}

/** Each prompt has to have been asked once, with its conversation so far; the system prompt is not compared. */
export function checkRequests(
  requests: readonly RecordedRequest[],
  spoken: Iterable<readonly SpokenTurn[]>,
): Check {
  const expected = [...spoken].flatMap((turns) => turns.map(({ line }) => lineKey(line)))
  const asked = requests.map(({ messages }) => lineKey(messages.filter(({ role }) => role !== 'system')))
  const words = (key: string) => `a request with ${JSON.parse(key).length} messages, ${key.length} characters`
  return checkSame('requests to the model: one a prompt, with its conversation', expected, asked, words)
}

/** Whether the server wrote nothing of level warning or above to its log. */
export function checkLog(output: string): Check {
  const lines = output.split('\n').filter((line) => line.startsWith('{'))
  const differences = lines.flatMap((line): Difference[] => {
    const level = Number(/"level":(\d+)/.exec(line)?.[1] ?? 0)
    return level >= LOG_WARNING ? [{ session: null, index: null, what: `the server logged ${line}` }] : []
  })
  return { name: 'lines in the log of the server: no warning, no error', compared: lines.length, differences }
}

function lineKey(messages: readonly RequestMessage[]): string {
  return JSON.stringify(messages.map(({ role, content }) => [role, content]))
}
