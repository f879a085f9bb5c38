import type { Session } from '@duck/protocol'
import type { OutboxEntry } from './outbox-entry.ts'

const TITLE_CHARS = 80

/** The session of a first message as the sidebar shows it until the server has made it. */
export function pendingSession({ sessionId, model, content }: OutboxEntry): Session {
  const now = new Date().toISOString()
  return {
    id: sessionId,
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
