import { z } from 'zod'
import { limit, model, sessionId, systemPrompt, title } from './fields.ts'

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
    cursor: z.string().min(1).max(200).nullish(),
    limit: limit.optional(),
    // tRPC's infinite queries send it along; a list goes one way only.
    direction: z.literal('forward').optional(),
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

export type SessionCreate = z.output<typeof sessionCreate>
export type SessionListInput = Omit<z.output<typeof sessionList>, 'direction'>
export type SessionUpdate = z.output<typeof sessionUpdate>
export type SessionDelete = z.output<typeof sessionDelete>
