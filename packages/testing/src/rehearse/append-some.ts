import { must, uuidv7 } from '@duck/protocol'
import { createTestClient } from '../app/create-test-client.ts'
import { addressOf, type Headers } from './accounts.ts'
import type { OldChat } from './old-chat.ts'

export interface AppendedMessage {
  sessionId: string
  id: string
  role: 'user' | 'assistant'
  content: string
  createdAt: string
}

// Every so many sessions with an array.
const EVERY = 5

/** Goes on with some of the sessions in the product, two messages each; in order. */
export async function appendSome(
  url: string,
  accounts: ReadonlyMap<string, Headers>,
  chats: readonly OldChat[],
): Promise<AppendedMessage[]> {
  const appended: AppendedMessage[] = []
  const chosen = chats.filter(({ messages }) => Array.isArray(messages)).filter((_, at) => at % EVERY === 0)
  for (const [email, headers] of accounts) {
    const client = createTestClient(url, headers)
    for (const { id: sessionId } of chosen.filter(({ userId }) => addressOf(userId) === email))
      for (const role of ['user', 'assistant'] as const) {
        const message = { sessionId, id: uuidv7(), role, content: `Said in the new app by the ${role}. 🦆` }
        const { createdAt } = await client.rpc.message.append.mutate(message)
        appended.push({ ...message, createdAt })
      }
    await client.close()
  }
  return appended
}

/** The sessions as they have to be from then on. */
export function withAppended(chats: readonly OldChat[], appended: readonly AppendedMessage[]): OldChat[] {
  const bySession = Map.groupBy(appended, ({ sessionId }) => sessionId)
  return chats.map((chat) => ({ ...chat, expected: [...chat.expected, ...(bySession.get(chat.id) ?? [])] }))
}

/** The way to call as the user whose the session is now. */
export function headersOf(accounts: ReadonlyMap<string, Headers>, { userId }: OldChat): Headers {
  return must(accounts.get(addressOf(userId)), `the account of ${userId}`)
}
