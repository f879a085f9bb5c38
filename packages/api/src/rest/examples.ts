import type { Message, Session } from '@duck/protocol'

/** What the examples of the routes say to each other, in the order of the table. */
export const SESSION_ID = '019ac4d2-7b10-7c3e-9a51-3f2e8d6c1b40'
export const UNKNOWN_ID = '019ac4d2-0000-7000-8000-000000000000'
export const MESSAGE_ID = '019ac4d2-9f64-7d18-8b02-5c7a1e94d3f6'
const AT = '2026-11-27T09:30:00.000Z'

/** As it is after it was made. */
export const SESSION: Session = {
  id: SESSION_ID,
  title: 'Ponds',
  model: null,
  systemPrompt: null,
  headId: null,
  pinned: false,
  archivedAt: null,
  messageCount: 0,
  lastMessageAt: null,
  lastReadIndex: -1,
  createdAt: AT,
  updatedAt: AT,
}

/** The first of the session. */
export const MESSAGE: Message = {
  id: MESSAGE_ID,
  sessionId: SESSION_ID,
  messageIndex: 0,
  role: 'user',
  content: 'Which pond has the best bread?',
  metadata: { source: 'a sensor' },
  parentId: null,
  movesHead: true,
  origin: 'client',
  finishReason: null,
  createdAt: AT,
  updatedAt: AT,
}

/** As it is with that one. */
export const SPOKEN_SESSION: Session = {
  ...SESSION,
  headId: MESSAGE_ID,
  messageCount: 1,
  lastMessageAt: AT,
}

export const NO_SUCH_SESSION = {
  error: { code: 'NOT_FOUND', message: 'There is no such session.' },
}
