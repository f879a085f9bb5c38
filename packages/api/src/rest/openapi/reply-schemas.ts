import {
  ERROR_CLASSES,
  ERROR_CODES,
  FEEDBACK_VALUES,
  type Feedback,
  type Message,
  type MessageList,
  type Metadata,
  ROLES,
  type Session,
  type SessionList,
  STREAM_STATUSES,
  type Stream,
} from '@duck/protocol'
import { z } from 'zod'

const time = z.iso.datetime()
const count = z.int().min(0)
const metadata = z.custom<Metadata>((value) => typeof value === 'object' && value !== null)

const session = z.strictObject({
  id: z.string(),
  title: z.string().nullable(),
  model: z.string().nullable(),
  systemPrompt: z.string().nullable(),
  headId: z.uuid().nullable(),
  pinned: z.boolean(),
  archivedAt: time.nullable(),
  messageCount: count,
  lastMessageAt: time.nullable(),
  lastReadIndex: z.int().min(-1),
  createdAt: time,
  updatedAt: time,
}) satisfies z.ZodType<Session>

const message = z.strictObject({
  id: z.uuid(),
  sessionId: z.string(),
  messageIndex: count,
  role: z.enum(ROLES),
  content: z.string(),
  metadata,
  parentId: z.uuid().nullable(),
  movesHead: z.boolean(),
  origin: z.enum(['client', 'stream', 'legacy', 'import']),
  finishReason: z.enum(['completed', 'stopped', 'failed', 'interrupted', 'truncated']).nullable(),
  createdAt: time,
  updatedAt: time,
}) satisfies z.ZodType<Message>

const feedback = z.strictObject({
  messageId: z.uuid(),
  value: z.enum(FEEDBACK_VALUES),
  note: z.string().nullable(),
}) satisfies z.ZodType<Feedback>

const stream = z.strictObject({
  id: z.uuid(),
  sessionId: z.string(),
  promptId: z.uuid(),
  model: z.string(),
  status: z.enum(STREAM_STATUSES),
  offset: count,
  errorClass: z.enum(ERROR_CLASSES).nullable(),
  startedAt: time,
  endedAt: time.nullable(),
}) satisfies z.ZodType<Stream>

/** Everything that a route replies with, by the name it has in the document. Strict: the tests hold real replies to them. */
export const REPLY_SCHEMAS = {
  Session: session,
  SessionList: z.strictObject({
    sessions: z.array(session),
    nextCursor: z.string().nullable(),
  }) satisfies z.ZodType<SessionList>,
  Message: message,
  Feedback: feedback,
  MessageList: z.strictObject({
    messages: z.array(message),
    messageCount: count,
    headId: z.uuid().nullable(),
    feedback: z.array(feedback).exactOptional(),
  }) satisfies z.ZodType<MessageList>,
  MessageCount: z.strictObject({ messageCount: count }),
  Stream: stream,
  StreamList: z.strictObject({ streams: z.array(stream) }),
  Error: z.strictObject({
    error: z.strictObject({
      code: z.enum(ERROR_CODES),
      message: z.string(),
      field: z.string().optional(),
      reason: z.string().optional(),
      actualMessageCount: count.optional(),
      retryAfterMs: count.optional(),
      errorId: z.uuid().optional(),
    }),
  }),
} as const
export type ReplyName = keyof typeof REPLY_SCHEMAS
