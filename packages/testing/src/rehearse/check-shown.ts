import { must } from '@duck/protocol'
import { createTestClient, type TestClient } from '../app/create-test-client.ts'
import { inParallel } from '../crash/in-parallel.ts'
import { type Check, checkEqual, checkSame, joinChecks } from '../play/checks.ts'
import { addressOf, type Headers } from './accounts.ts'
import { compareMessages } from './compare-messages.ts'
import type { OldChat } from './old-chat.ts'
import { listAll, listSessions } from './shown-list.ts'

// So many sessions are read at the same time.
const AT_ONCE = 4

/** What the product showed: the ids of each session's messages, and whether all is as it has to be. */
export interface Shown {
  ids: Map<string, string[]>
  checks: Check[]
}

/** Reads every session as the user it belongs to now, and compares it with the file. */
export async function checkShown(
  url: string,
  accounts: ReadonlyMap<string, Headers>,
  chats: readonly OldChat[],
): Promise<Shown> {
  const shown: Shown = { ids: new Map(), checks: [] }
  for (const [email, headers] of accounts) {
    const client = createTestClient(url, headers)
    const own = chats.filter(({ userId }) => addressOf(userId) === email)
    shown.checks.push(...(await checkUser(client.rpc, own, shown.ids)))
    await client.close()
  }
  return { ...shown, checks: joinChecks(shown.checks) }
}

async function checkUser(
  rpc: TestClient['rpc'],
  chats: readonly OldChat[],
  ids: Map<string, string[]>,
): Promise<Check[]> {
  const sessions = await listSessions(rpc)
  const told = (id: string, title: string | null, count: number) => JSON.stringify([id, title, count])
  const found = [...sessions.values()].map(({ id, title, messageCount }) => told(id, title, messageCount))
  const wanted = chats.map(({ id, title, expected }) => told(id, title, expected.length))
  const checks = await inParallel(chats, AT_ONCE, async (chat) => {
    const messages = await listAll(rpc, chat.id)
    ids.set(
      chat.id,
      messages.map(({ id }) => id),
    )
    return compareMessages(chat.id, chat.expected, messages)
  })
  return [checkSame('sessions in the list: title and message count', wanted, found, (one) => one), ...checks]
}

/** Whether a message that was shown twice is the same message. */
export function checkSameIds(before: Shown, after: Shown): Check {
  const checks = [...before.ids].map(([session, ids]) => {
    const later = must(after.ids.get(session), `the session ${session}`)
    return checkEqual('sessions whose messages kept their ids', session, 1, Number(isPrefix(ids, later)))
  })
  return must(joinChecks(checks)[0], 'a session')
}

function isPrefix(ids: readonly string[], later: readonly string[]): boolean {
  return ids.every((id, at) => later[at] === id)
}
