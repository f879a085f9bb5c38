import { NO_INDEX, type PendingMessage } from '../../lib/message-list.ts'
import type { OutboxEntry } from '../../lib/outbox/outbox-entry.ts'

/** What `message.send` is told of a message. */
export interface Sent {
  sessionId: string
  id: string
  content: string
  streamId: string
  model?: string
}

export function sentOf({ sessionId, id, content, streamId, model }: OutboxEntry): Sent {
  return { sessionId, id, content, streamId, ...(model === null ? {} : { model }) }
}

/** The bubble of a message that is not acked. */
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
