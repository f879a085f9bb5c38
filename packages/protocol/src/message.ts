import type { Feedback } from './feedback.ts'

/** Who speaks in a message. */
export const ROLES = ['user', 'assistant', 'system'] as const
export type Role = (typeof ROLES)[number]

/** Where a row came from: a client's append, an answer stream, a legacy array, an import. */
export type Origin = 'client' | 'stream' | 'legacy' | 'import'

/** How an answer ended; `truncated` hit a limit of ours or the model's. Null for what is no answer. */
export type FinishReason = 'completed' | 'stopped' | 'failed' | 'interrupted' | 'truncated'

export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue }
export type Metadata = { [key: string]: JsonValue }

/** One immutable row of a session. Times are ISO 8601 in UTC. */
export interface Message {
  id: string
  sessionId: string
  /** Place in the session, from 0, dense. */
  messageIndex: number
  role: Role
  content: string
  metadata: Metadata
  /** The message this one follows; null for a first message. */
  parentId: string | null
  /** Whether this message became the head when it was appended. */
  movesHead: boolean
  origin: Origin
  finishReason: FinishReason | null
  createdAt: string
  updatedAt: string
}

/** A page of a session's messages, ascending by index, with the session's count and head. */
export interface MessageList {
  messages: Message[]
  messageCount: number
  headId: string | null
  /** Of the page's messages, ascending by index; absent when none has any. */
  feedback?: Feedback[]
}
