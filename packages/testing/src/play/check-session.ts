import type postgres from 'postgres'
import type { TestClient } from '../app/create-test-client.ts'
import type { App } from '../app/start-server-process.ts'
import { type Check, checkEqual } from './checks.ts'
import { compareRows } from './compare-rows.ts'
import { compareShown } from './compare-shown.ts'
import { expectedRows, type SpokenTurn } from './expected-rows.ts'
import type { Played } from './play-all.ts'
import { readByRest, readBySql, readByTrpc } from './read-rows.ts'
import { textDifference } from './text-difference.ts'

/** Where a played session can be read. */
export interface Sources {
  app: Pick<App, 'url'>
  client: TestClient
  sql: postgres.Sql
}

/** Reads one session back in every way there is and compares it with what was said. */
export async function checkSession(
  { app, client: { rpc }, sql }: Sources,
  played: Played,
  spoken: readonly SpokenTurn[],
): Promise<Check[]> {
  const { sessionId, conversation, ids, views } = played
  const session = conversation.id
  const expected = expectedRows(spoken, ids)
  const [rest, trpc, stored, { messageCount }, { streams }] = await Promise.all([
    readByRest(app.url, sessionId, expected.length),
    readByTrpc(rpc, sessionId, expected.length),
    readBySql(sql, sessionId),
    rpc.message.count.query({ sessionId }),
    rpc.stream.list.query({ sessionId }),
  ])
  const counts = [rest.messageCount, trpc.messageCount, messageCount]
  return [
    ...compareRows({ session, way: 'REST' }, expected, rest.rows),
    ...compareRows({ session, way: 'tRPC' }, expected, trpc.rows),
    ...compareRows({ session, way: 'SQL' }, expected, stored),
    checkHeard(played, spoken),
    ...counts.map((count) => checkEqual('message counts', session, expected.length, count)),
    checkEqual('sessions without a stream that is no row', session, 0, streams.length),
    ...views.map((view) => compareShown(session, expected, view)),
  ]
}

function checkHeard({ conversation, heard }: Played, spoken: readonly SpokenTurn[]): Check {
  const differences = heard.flatMap((text, at) => {
    const what = textDifference(spoken[at]?.answer ?? '', text)
    return what ? [{ session: conversation.id, index: 2 * at + 1, what: `as it was heard: ${what}` }] : []
  })
  return { name: 'answers as they were heard', compared: heard.length, differences }
}
