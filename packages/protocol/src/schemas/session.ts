import { z } from 'zod'
import {
  cursor,
  direction,
  limit,
  messageIndex,
  model,
  sessionId,
  systemPrompt,
  time,
  title,
  uuid,
} from './fields.ts'

export const sessionCreate = z
  .strictObject({
    id: sessionId.optional(),
    title: title.nullish(),
    model: model.nullish(),
    systemPrompt: systemPrompt.nullish(),
  })
  .default({})
export const sessionList = z
  .strictObject({
    cursor,
    limit: limit.optional(),
    direction,
    archived: z.boolean().optional(),
    deleted: z.boolean().optional(),
  })
  .default({})
export const sessionGet = z.strictObject({ sessionId })
export const sessionUpdate = z.strictObject({
  sessionId,
  title: title.nullish(),
  model: model.nullish(),
  systemPrompt: systemPrompt.nullish(),
  pinned: z.boolean().optional(),
  archived: z.boolean().optional(),
})
export const sessionDelete = z.strictObject({ sessionId, forever: z.boolean().optional() })
export const sessionRestore = z.strictObject({ sessionId })
export const sessionSelectHead = z.strictObject({ sessionId, messageId: uuid })
export const sessionMarkRead = z.strictObject({ sessionId, messageIndex })
export const sessionIndexAt = z.strictObject({ sessionId, time })

export type SessionCreate = z.output<typeof sessionCreate>
export type SessionListInput = Omit<z.output<typeof sessionList>, 'direction'>
export type SessionUpdate = z.output<typeof sessionUpdate>
export type SessionDelete = z.output<typeof sessionDelete>
export type SessionRestore = z.output<typeof sessionRestore>
export type SessionSelectHead = z.output<typeof sessionSelectHead>
export type SessionMarkRead = z.output<typeof sessionMarkRead>
export type SessionIndexAt = z.output<typeof sessionIndexAt>
