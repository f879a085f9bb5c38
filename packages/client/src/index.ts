export {
  DuckError,
  type ErrorCode,
  type ErrorFacts,
  type JsonValue,
  LIMITS,
  type LiveStream,
  type Message,
  type MessageList,
  type Metadata,
  type Model,
  type Role,
  type Session,
  type SessionList,
  type Stream,
  type SyncEvent,
  uuidv7,
  type WatchEvent,
} from '@duck/protocol'
export { createDuckClient, type DuckClient } from './create-duck-client.ts'
export type { Rpc } from './rpc/rpc.ts'
export type { CallOptions, Listener, Subscription } from './rpc/rpc-of.ts'
export { AppendOnlyChatService, type ChatServiceOptions } from './service/append-only-chat-service.ts'
export type { ListedChatMessage } from './service/listed-chat-message.ts'
export type { Answer, AnswerPart, Send } from './session/answer.ts'
export type { Append, DuckSession, PageOptions, WatchOptions } from './session/duck-session.ts'
export type { SessionView } from './session/session-watch.ts'
export type { AnswerEnd } from './session/watch-answer.ts'
export type { ClientOptions } from './settings.ts'
