import { LIMITS, type Message, type MessageList } from '@duck/protocol'
import type { AppendInput, ListInput } from '@duck/store'
import { pageWindow } from '../check/page-window.ts'
import type { Outcome } from '../history.ts'

/** What a log does when its calls come one after the other: the model that legal histories are made from. */
export interface SequentialLog {
  append(input: AppendInput): Outcome<Message>
  list(input: ListInput): MessageList
  rows(): Message[]
}

export function createSequentialLog(): SequentialLog {
  const rows: Message[] = []
  const ofSession = (sessionId: string) => rows.filter((row) => row.sessionId === sessionId)
  return {
    rows: () => structuredClone(rows),
    append(input) {
      const there = rows.find((row) => row.id === input.id)
      if (there) return replay(there, input)
      const session = ofSession(input.sessionId)
      if ((input.expectedMessageCount ?? session.length) !== session.length)
        return {
          kind: 'refused',
          code: 'CONFLICT',
          reason: 'message-count',
          actualMessageCount: session.length,
        }
      const row = rowOf(input, session)
      rows.push(row)
      return { kind: 'ack', value: structuredClone(row) }
    },
    list(input) {
      const session = ofSession(input.sessionId)
      const { from, to } = pageWindow(input, session.length) ?? aroundWindow(input)
      return {
        messages: structuredClone(session.slice(from, to)),
        messageCount: session.length,
        headId: session.at(-1)?.id ?? null,
      }
    },
  }
}

function aroundWindow({ around = 0, limit = LIMITS.pageDefaultRows }: ListInput) {
  const from = Math.max(0, around - Math.floor(limit / 2))
  return { from, to: from + limit }
}

function replay(row: Message, { sessionId, role, content }: AppendInput): Outcome<Message> {
  if (row.sessionId === sessionId && row.role === role && row.content === content)
    return { kind: 'ack', value: structuredClone(row) }
  return { kind: 'refused', code: 'CONFLICT', reason: 'id-reused' }
}

function rowOf(
  { id, sessionId, role, content, metadata }: AppendInput,
  session: readonly Message[],
): Message {
  const time = new Date(1_700_000_000_000 + session.length).toISOString()
  return {
    id,
    sessionId,
    messageIndex: session.length,
    role,
    content,
    metadata: metadata ?? {},
    parentId: session.at(-1)?.id ?? null,
    movesHead: true,
    origin: 'client',
    finishReason: null,
    createdAt: time,
    updatedAt: time,
  }
}
