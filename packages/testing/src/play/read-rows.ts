import type { Message, MessageList } from '@duck/protocol'
import type postgres from 'postgres'
import type { TestClient } from '../app/create-test-client.ts'
import { TEST_HEADERS } from '../database/test-user.ts'
import type { Row } from './expected-rows.ts'

// Small, so that even a short conversation has several pages.
const PAGE = 3
const REPLY_MS = 30_000

/** What a way of reading says of a session. */
export interface Read {
  rows: Row[]
  /** As the last page says. */
  messageCount: number
}

/** Reads a session over REST from its start, page after page as the `Link` headers name them. */
export async function readByRest(url: string, sessionId: string, most: number): Promise<Read> {
  const read: Read = { rows: [], messageCount: 0 }
  let next: string | null = `/api/sessions/${sessionId}/messages?after=-1&limit=${PAGE}`
  while (next !== null && read.rows.length <= most) {
    const response: Response = await fetch(url + next, {
      headers: TEST_HEADERS,
      signal: AbortSignal.timeout(REPLY_MS),
    })
    const page = await messageList(response)
    read.rows.push(...page.messages.map(toRow))
    read.messageCount = page.messageCount
    next = /<([^>]+)>;\s*rel="?next"?/.exec(response.headers.get('link') ?? '')?.[1] ?? null
  }
  return read
}

/** Reads a session over tRPC from its end, page before page. */
export async function readByTrpc(rpc: TestClient['rpc'], sessionId: string, most: number): Promise<Read> {
  const read: Read = { rows: [], messageCount: 0 }
  let before: { before?: number } = {}
  do {
    const signal = AbortSignal.timeout(REPLY_MS)
    const page = await rpc.message.list.query({ sessionId, limit: PAGE, ...before }, { signal })
    read.rows.unshift(...page.messages.map(toRow))
    read.messageCount = page.messageCount
    before = { before: page.messages[0]?.messageIndex ?? 0 }
  } while (before.before !== 0 && read.rows.length <= most)
  return read
}

/** Reads a session's rows where they lie. */
export function readBySql(sql: postgres.Sql, sessionId: string): Promise<Row[]> {
  return sql<Row[]>`
    select id, message_index as index, role, content, parent_id as "parentId", finish_reason as "finishReason"
    from messages where session_id = ${sessionId} order by message_index`
}

function toRow({ id, messageIndex, role, content, parentId, finishReason }: Message): Row {
  return { id, index: messageIndex, role, content, parentId, finishReason }
}

/** What a body holds is not known to the type checker; what is wrong in it shows when it is compared. */
async function messageList(response: Response): Promise<MessageList> {
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}`)
  return (await response.json()) as MessageList
}
