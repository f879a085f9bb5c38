import { z } from 'zod'
import { FEEDBACK_VALUES } from '../feedback.ts'
import { LIMITS } from '../limits.ts'
import {
  content,
  cursor,
  direction,
  limit,
  MAX_INDEX,
  messageCount,
  messageIndex,
  metadata,
  model,
  note,
  role,
  searchQuery,
  sessionId,
  spokenContent,
  uuid,
} from './fields.ts'

export const messageAppend = z
  .strictObject({
    sessionId,
    id: uuid,
    role,
    content,
    metadata: metadata.optional(),
    parentId: uuid.nullish(),
    expectedMessageCount: messageCount.optional(),
  })
  .refine((input) => input.role !== 'user' || input.content.trim() !== '', {
    path: ['content'],
    message: 'must not be blank',
  })
export const messageSend = z.strictObject({
  sessionId,
  id: uuid,
  content: spokenContent,
  model: model.optional(),
  parentId: uuid.nullish(),
  expectedMessageCount: messageCount.optional(),
  streamId: uuid.optional(),
})
export const messageList = z
  .strictObject({
    sessionId,
    before: messageIndex.optional(),
    after: z.int().min(-1).max(MAX_INDEX).optional(),
    around: messageIndex.optional(),
    limit: limit.optional(),
  })
  .refine((input) => [input.before, input.after, input.around].filter((at) => at !== undefined).length <= 1, {
    path: ['around'],
    message: 'before, after and around exclude each other',
  })
export const messageLine = z.strictObject({
  sessionId,
  before: messageIndex.optional(),
  limit: limit.optional(),
})
export const messageSearch = z.strictObject({
  query: searchQuery,
  sessionId: sessionId.optional(),
  cursor,
  direction,
})
export const messageGet = z.strictObject({ messageId: uuid })
export const messageCountInput = z.strictObject({ sessionId })
export const messageFeedback = z
  .strictObject({ messageId: uuid, value: z.enum(FEEDBACK_VALUES).nullable(), note: note.nullish() })
  .refine(({ value, note }) => value !== null || !note, {
    path: ['note'],
    message: 'needs a value',
  })
/** Indexes of messages, both of them included. */
export const messageListFeedback = z
  .strictObject({ sessionId, first: messageIndex, last: messageIndex })
  .refine(({ first, last }) => last >= first && last - first < LIMITS.pageRows, {
    path: ['last'],
    message: `must be at least first, and less than first + ${LIMITS.pageRows}`,
  })

export type MessageAppend = z.output<typeof messageAppend>
export type MessageSend = z.output<typeof messageSend>
export type MessageFeedback = z.output<typeof messageFeedback>
export type MessageListFeedback = z.output<typeof messageListFeedback>
export type MessageListInput = z.output<typeof messageList>
export type MessageLineInput = z.output<typeof messageLine>
export type MessageSearchInput = Omit<z.output<typeof messageSearch>, 'direction'>
