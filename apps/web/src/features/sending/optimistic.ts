import type { Message, Session, Stream } from '@duck/protocol'
import { NO_INDEX, type PendingMessage } from '../../lib/message-list.ts'

const TITLE_CHARS = 80

/** What the composer hands to `message.send`. */
export interface Sent {
  sessionId: string
  id: string
  content: string
  streamId: string
  model?: string
}

/** What `message.send` acks. */
export interface Acked {
  message: Message
  stream: Stream
}

export function pendingMessage({
  id,
  sessionId,
  content,
}: Pick<Sent, 'id' | 'sessionId' | 'content'>): PendingMessage {
  const now = new Date().toISOString()
  return {
    id,
    sessionId,
    messageIndex: NO_INDEX,
    role: 'user',
    content,
    metadata: {},
    parentId: null,
    movesHead: true,
    origin: 'client',
    finishReason: null,
    createdAt: now,
    updatedAt: now,
    delivery: 'sending',
    waitingFor: null,
  }
}

/** The session as the sidebar shows it until the server has made it. */
export function pendingSession(id: string, model: string | null, content: string): Session {
  const now = new Date().toISOString()
  return {
    id,
    title: content.trim().split('\n', 1)[0]?.slice(0, TITLE_CHARS) ?? null,
    model,
    systemPrompt: null,
    headId: null,
    pinned: false,
    archivedAt: null,
    messageCount: 0,
    lastMessageAt: now,
    lastReadIndex: -1,
    createdAt: now,
    updatedAt: now,
  }
}
