import type { Message, MessageList, Session } from '@duck/protocol'
import { NO_INDEX, type PendingMessage } from '../lib/message-list.ts'

/** Row `index` of a log in which every message follows the one before. */
export function row(index: number, extra: Partial<Message> = {}): Message {
  return {
    id: `m${index}`,
    sessionId: 's',
    messageIndex: index,
    role: 'user',
    content: `text ${index}`,
    metadata: {},
    parentId: index === 0 ? null : `m${index - 1}`,
    movesHead: true,
    origin: 'client',
    finishReason: null,
    createdAt: '2025-01-01T00:00:00.000Z',
    updatedAt: '2025-01-01T00:00:00.000Z',
    ...extra,
  }
}

export function pendingRow(index: number): PendingMessage {
  return { ...row(index), messageIndex: NO_INDEX, delivery: 'sending', waitingFor: null }
}

/** What `message.list` answers of a log of `count` messages, from row `from` on. */
export function page(from: number, count: number): MessageList {
  return {
    messages: Array.from({ length: count - from }, (_, n) => row(from + n)),
    messageCount: count,
    headId: count === 0 ? null : `m${count - 1}`,
  }
}

export function idsOf(list: MessageList | undefined): string[] {
  return list?.messages.map(({ id }) => id) ?? []
}

export function sessionOf(id: string, extra: Partial<Session> = {}): Session {
  return {
    id,
    title: id,
    model: null,
    systemPrompt: null,
    headId: null,
    pinned: false,
    archivedAt: null,
    messageCount: 0,
    lastMessageAt: null,
    lastReadIndex: -1,
    createdAt: '2025-01-01T00:00:00.000Z',
    updatedAt: '2025-01-01T00:00:00.000Z',
    ...extra,
  }
}
