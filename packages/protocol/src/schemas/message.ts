import { z } from 'zod'
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

export type MessageAppend = z.output<typeof messageAppend>
export type MessageSend = z.output<typeof messageSend>
export type MessageListInput = z.output<typeof messageList>
export type MessageLineInput = z.output<typeof messageLine>
export type MessageSearchInput = Omit<z.output<typeof messageSearch>, 'direction'>
