import { LIMITS, type Message, type Session } from '@duck/protocol'
import type { TestClient } from '../app/create-test-client.ts'

/** Every message of a session over tRPC, from its start. */
export async function listAll(rpc: TestClient['rpc'], sessionId: string): Promise<Message[]> {
  const all: Message[] = []
  for (;;) {
    const after = all.length - 1
    const page = await rpc.message.list.query({ sessionId, after, limit: LIMITS.pageRows })
    all.push(...page.messages)
    if (page.messages.length === 0 || all.length >= page.messageCount) return all
  }
}

/** Every session of the user over tRPC, by id. */
export async function listSessions(rpc: TestClient['rpc']): Promise<Map<string, Session>> {
  const all = new Map<string, Session>()
  for (let cursor: string | null = null; ; ) {
    const page = await rpc.session.list.query({
      limit: LIMITS.pageRows,
      ...(cursor === null ? {} : { cursor }),
    })
    for (const session of page.sessions) all.set(session.id, session)
    if (page.nextCursor === null) return all
    cursor = page.nextCursor
  }
}
